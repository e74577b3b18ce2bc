import type { Rule } from '../../core/rule.ts';
import { initContainerBlocking } from './init-container-blocking.ts';
import { livenessProbeFailing } from './liveness-probe-failing.ts';
import { readinessGatePending } from './readiness-gate-pending.ts';
import { readinessProbeFailing } from './readiness-probe-failing.ts';
import { servicePortMismatch } from './service-port-mismatch.ts';
import { serviceSelectorMismatch } from './service-selector-mismatch.ts';
import { startupProbeFailing } from './startup-probe-failing.ts';

/** Rules of the topic, by id. */
export const readinessRules: readonly Rule[] = [
  initContainerBlocking,
  livenessProbeFailing,
  readinessGatePending,
  readinessProbeFailing,
  servicePortMismatch,
  serviceSelectorMismatch,
  startupProbeFailing,
];
