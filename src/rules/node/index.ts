import type { Rule } from '../../core/rule.ts';
import { evictedByApi } from './evicted-by-api.ts';
import { evictedByTaint } from './evicted-by-taint.ts';
import { evictedLocalStorage } from './evicted-local-storage.ts';
import { evictedNodePressure } from './evicted-node-pressure.ts';
import { nodeLost } from './node-lost.ts';
import { nodeShutdown } from './node-shutdown.ts';
import { preempted } from './preempted.ts';

/** Rules of the topic, by id. */
export const nodeRules: readonly Rule[] = [
  evictedByApi,
  evictedByTaint,
  evictedLocalStorage,
  evictedNodePressure,
  nodeLost,
  nodeShutdown,
  preempted,
];
