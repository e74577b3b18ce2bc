import type { Rule } from '../../core/rule.ts';
import { affinityContradiction } from './affinity-contradiction.ts';
import { antiAffinityBlocksItself } from './anti-affinity-blocks-itself.ts';
import { hostPort } from './host-port.ts';
import { nodeNamePinned } from './node-name-pinned.ts';
import { schedulerNameCustom } from './scheduler-name-custom.ts';
import { spreadContradiction } from './spread-contradiction.ts';
import { tolerationInvalid } from './toleration-invalid.ts';

/** Rules of the topic, by id. */
export const placementRules: readonly Rule[] = [
  affinityContradiction,
  antiAffinityBlocksItself,
  hostPort,
  nodeNamePinned,
  schedulerNameCustom,
  spreadContradiction,
  tolerationInvalid,
];
