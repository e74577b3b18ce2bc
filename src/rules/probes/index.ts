import type { Rule } from '../../core/rule.ts';
import { livenessEqualsReadiness } from './liveness-equals-readiness.ts';
import { livenessKillsSlowStart } from './liveness-kills-slow-start.ts';
import { livenessProbeMissing } from './liveness-probe-missing.ts';
import { probeChecksDependency } from './probe-checks-dependency.ts';
import { probeExecShellPipeline } from './probe-exec-shell-pipeline.ts';
import { probeInvalid } from './probe-invalid.ts';
import { probeOnFinishedWork } from './probe-on-finished-work.ts';
import { probePortUnknown } from './probe-port-unknown.ts';
import { probeTimeoutExceedsPeriod } from './probe-timeout-exceeds-period.ts';
import { probeTimeoutTight } from './probe-timeout-tight.ts';
import { readinessProbeMissing } from './readiness-probe-missing.ts';
import { startupBudgetExceedsDeadline } from './startup-budget-exceeds-deadline.ts';
import { startupProbeMissing } from './startup-probe-missing.ts';

/** Rules of the topic, by id. */
export const probesRules: readonly Rule[] = [
  livenessEqualsReadiness,
  livenessKillsSlowStart,
  livenessProbeMissing,
  probeChecksDependency,
  probeExecShellPipeline,
  probeInvalid,
  probeOnFinishedWork,
  probePortUnknown,
  probeTimeoutExceedsPeriod,
  probeTimeoutTight,
  readinessProbeMissing,
  startupBudgetExceedsDeadline,
  startupProbeMissing,
];
