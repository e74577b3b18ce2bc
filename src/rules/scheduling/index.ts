import type { Rule } from '../../core/rule.ts';
import { hostPortConflict } from './host-port-conflict.ts';
import { insufficientResources } from './insufficient-resources.ts';
import { nodeAffinityMismatch } from './node-affinity-mismatch.ts';
import { nodeCordoned } from './node-cordoned.ts';
import { nodeNameUnknown } from './node-name-unknown.ts';
import { nodesNotReady } from './nodes-not-ready.ts';
import { podAffinityUnsatisfied } from './pod-affinity-unsatisfied.ts';
import { podAntiAffinityConflict } from './pod-anti-affinity-conflict.ts';
import { pvcMissing } from './pvc-missing.ts';
import { pvcProvisioningFailed } from './pvc-provisioning-failed.ts';
import { pvcUnbound } from './pvc-unbound.ts';
import { resourceClaimPending } from './resource-claim-pending.ts';
import { schedulerNotFound } from './scheduler-not-found.ts';
import { schedulingGated } from './scheduling-gated.ts';
import { storageClassMissing } from './storage-class-missing.ts';
import { topologySpreadUnsatisfied } from './topology-spread-unsatisfied.ts';
import { untoleratedTaint } from './untolerated-taint.ts';
import { volumeInUse } from './volume-in-use.ts';
import { volumeLimitExceeded } from './volume-limit-exceeded.ts';
import { volumeZoneConflict } from './volume-zone-conflict.ts';

/** Rules of the topic, by id. */
export const schedulingRules: readonly Rule[] = [
  hostPortConflict,
  insufficientResources,
  nodeAffinityMismatch,
  nodeCordoned,
  nodeNameUnknown,
  nodesNotReady,
  podAffinityUnsatisfied,
  podAntiAffinityConflict,
  pvcMissing,
  pvcProvisioningFailed,
  pvcUnbound,
  resourceClaimPending,
  schedulerNotFound,
  schedulingGated,
  storageClassMissing,
  topologySpreadUnsatisfied,
  untoleratedTaint,
  volumeInUse,
  volumeLimitExceeded,
  volumeZoneConflict,
];
