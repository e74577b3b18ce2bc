import type { Rule } from '../../core/rule.ts';
import { initContainerNeverEnds } from './init-container-never-ends.ts';
import { initContainerUnboundedWait } from './init-container-unbounded-wait.ts';
import { sidecarOrder } from './sidecar-order.ts';
import { sidecarUnprobed } from './sidecar-unprobed.ts';

/** Rules of the topic, by id. */
export const initRules: readonly Rule[] = [
  initContainerNeverEnds,
  initContainerUnboundedWait,
  sidecarOrder,
  sidecarUnprobed,
];
