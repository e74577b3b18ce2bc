import type { Rule } from '../../core/rule.ts';
import { appExitError } from './app-exit-error.ts';
import { appExitsEarly } from './app-exits-early.ts';
import { killedBySignal } from './killed-by-signal.ts';
import { livenessProbeKilled } from './liveness-probe-killed.ts';
import { oomKilled } from './oom-killed.ts';
import { startupProbeKilled } from './startup-probe-killed.ts';

/** Rules of the topic, by id. */
export const crashRules: readonly Rule[] = [
  appExitError,
  appExitsEarly,
  killedBySignal,
  livenessProbeKilled,
  oomKilled,
  startupProbeKilled,
];
