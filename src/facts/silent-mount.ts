import type { EventFacts, PodSpecFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Volume } from '../core/kubernetes.ts';
import { conditionOf } from './pod-status.ts';
import { isToBePrepared, lastPrepared, waitingSeconds, waitsUnspoken } from './preparation.ts';

/** The kubelet gives up waiting for volumes after 2 min 3 s and says nothing of that (pkg/kubelet/volumemanager): seconds. */
const silentAfter = 180;

/** Sources that the node makes out of itself or reads from the API server: they do not hang. */
const local = new Set(['configMap', 'secret', 'projected', 'downwardAPI', 'emptyDir', 'hostPath', 'image']);

const troubles =
  /^(FailedMount|FailedMapVolume|FailedAttachVolume|FailedCreatePod|NetworkNotReady|FailedPrepare|FailedScheduling)/;

/**
 * Volumes from elsewhere for which a pod seems to wait in silence: the kubelet has had it for 3 min, nothing has been started, there are events, and none
 * says why. Empty where anything else explains the wait, or events may have expired.
 */
export function silentVolumes(
  spec: PodSpecFacts,
  status: PodStatusFacts,
  events: readonly EventFacts[],
  now: number,
): string[] {
  if (!isToBePrepared(status) || events.length === 0 || waitingSeconds(status, now) < silentAfter) return [];
  if (conditionOf(status, 'PodReadyToStartContainers')?.status !== 'False') return [];
  if (lastPrepared(status, events) !== undefined || !status.containers.every(waitsUnspoken)) return [];
  const scheduled = events.findLast(({ reason }) => reason === 'Scheduled')?.last ?? -Infinity;
  if (events.some(({ reason, last }) => troubles.test(reason) && last >= scheduled)) return [];
  return (spec.spec.volumes ?? []).filter(isRemote).map(({ name }) => name);
}

function isRemote(volume: Volume): boolean {
  return Object.keys(volume).some((source) => source !== 'name' && !local.has(source));
}
