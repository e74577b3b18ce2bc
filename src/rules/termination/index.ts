import type { Rule } from '../../core/rule.ts';
import { preStopHookFailed } from './pre-stop-hook-failed.ts';
import { terminatingFinalizer } from './terminating-finalizer.ts';
import { terminatingNodeLost } from './terminating-node-lost.ts';
import { terminatingSlow } from './terminating-slow.ts';

/** Rules of the topic, by id. */
export const terminationRules: readonly Rule[] = [
  preStopHookFailed,
  terminatingFinalizer,
  terminatingNodeLost,
  terminatingSlow,
];
