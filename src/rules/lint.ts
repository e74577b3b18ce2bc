import { foreseeingRule, type Rule } from '../core/rule.ts';
import { configurationRules } from './configuration/index.ts';
import { documentRules } from './document/index.ts';
import { appExitsEarly } from './foresee/app-exits-early.ts';
import { commandNotExecutable } from './foresee/command-not-executable.ts';
import { configKeyMissing } from './foresee/config-key-missing.ts';
import { configmapMissing } from './foresee/configmap-missing.ts';
import { containerCreateFailed } from './foresee/container-create-failed.ts';
import { imageNameInvalid } from './foresee/image-name-invalid.ts';
import { invalidPodTemplate } from './foresee/invalid-pod-template.ts';
import { livenessProbeKilled } from './foresee/liveness-probe-killed.ts';
import { limitRangeViolation } from './foresee/limit-range-violation.ts';
import { podSecurityViolation } from './foresee/pod-security-violation.ts';
import { priorityClassMissing } from './foresee/priority-class-missing.ts';
import { pvcMissing } from './foresee/pvc-missing.ts';
import { quotaExceeded } from './foresee/quota-exceeded.ts';
import { readinessProbeFailing } from './foresee/readiness-probe-failing.ts';
import { runAsNonRoot } from './foresee/run-as-non-root.ts';
import { secretMissing } from './foresee/secret-missing.ts';
import { serviceAccountMissing } from './foresee/service-account-missing.ts';
import { servicePortMismatch } from './foresee/service-port-mismatch.ts';
import { serviceSelectorMismatch } from './foresee/service-selector-mismatch.ts';
import { startupProbeKilled } from './foresee/startup-probe-killed.ts';
import { storageClassMissing } from './foresee/storage-class-missing.ts';
import { initRules } from './init/index.ts';
import { placementRules } from './placement/index.ts';
import { probesRules } from './probes/index.ts';
import { resourcesRules } from './resources/index.ts';
import { rolloutRules } from './rollout/index.ts';
import { shutdownRules } from './shutdown/index.ts';

/**
 * The rules that lint manifests, in the order of `index.ts`, without the half of them that is about live pods. A test holds it equal to what
 * of that list lints.
 */
export const lintRules: readonly Rule[] = [
  ...[
    invalidPodTemplate,
    limitRangeViolation,
    podSecurityViolation,
    priorityClassMissing,
    quotaExceeded,
    serviceAccountMissing,
    pvcMissing,
    storageClassMissing,
    configKeyMissing,
    configmapMissing,
    secretMissing,
    imageNameInvalid,
    commandNotExecutable,
    containerCreateFailed,
    runAsNonRoot,
    appExitsEarly,
    livenessProbeKilled,
    startupProbeKilled,
    readinessProbeFailing,
    servicePortMismatch,
    serviceSelectorMismatch,
  ].map(foreseeingRule),
  ...documentRules,
  ...probesRules,
  ...shutdownRules,
  ...rolloutRules,
  ...initRules,
  ...resourcesRules,
  ...configurationRules,
  ...placementRules,
];
