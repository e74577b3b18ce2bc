import type { Rule } from '../../core/rule.ts';
import { configKeyMissing } from './config-key-missing.ts';
import { configmapMissing } from './configmap-missing.ts';
import { kubeletAdmissionRejected } from './kubelet-admission-rejected.ts';
import { networkNotReady } from './network-not-ready.ts';
import { sandboxFailed } from './sandbox-failed.ts';
import { secretMissing } from './secret-missing.ts';
import { volumeAttachFailed } from './volume-attach-failed.ts';
import { volumeMountFailed } from './volume-mount-failed.ts';

/** Rules of the topic, by id. */
export const preparationRules: readonly Rule[] = [
  configKeyMissing,
  configmapMissing,
  kubeletAdmissionRejected,
  networkNotReady,
  sandboxFailed,
  secretMissing,
  volumeAttachFailed,
  volumeMountFailed,
];
