import type { Rule } from '../../core/rule.ts';
import { completed } from './completed.ts';
import { healthy } from './healthy.ts';
import { podDeadlineExceeded } from './pod-deadline-exceeded.ts';
import { resizePending } from './resize-pending.ts';
import { restartedEarlier } from './restarted-earlier.ts';
import { starting } from './starting.ts';

/** Rules of the topic, by id. */
export const outcomeRules: readonly Rule[] = [
  completed,
  healthy,
  podDeadlineExceeded,
  resizePending,
  restartedEarlier,
  starting,
];
