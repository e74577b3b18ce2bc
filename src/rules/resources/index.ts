import type { Rule } from '../../core/rule.ts';
import { ephemeralStorageUnbounded } from './ephemeral-storage-unbounded.ts';
import { memoryBackedVolume } from './memory-backed-volume.ts';
import { memoryLimitBelowHeap } from './memory-limit-below-heap.ts';
import { memoryLimitMissing } from './memory-limit-missing.ts';
import { qosBestEffort } from './qos-best-effort.ts';
import { qosStatefulNotGuaranteed } from './qos-stateful-not-guaranteed.ts';
import { quantitySuspicious } from './quantity-suspicious.ts';
import { requestsMissing } from './requests-missing.ts';
import { resourcesInvalid } from './resources-invalid.ts';

/** Rules of the topic, by id. */
export const resourcesRules: readonly Rule[] = [
  ephemeralStorageUnbounded,
  memoryBackedVolume,
  memoryLimitBelowHeap,
  memoryLimitMissing,
  qosBestEffort,
  qosStatefulNotGuaranteed,
  quantitySuspicious,
  requestsMissing,
  resourcesInvalid,
];
