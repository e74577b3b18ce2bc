import type { PodSpecFacts, StorageFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { explainedByMissing } from '../../facts/missing-references.ts';
import { mountErrorKind, mountErrorText, newestOfEachVolume, type VolumeFailure } from '../../facts/mount-error.ts';
import { standingEvents, waitingSeconds } from '../../facts/preparation.ts';
import { silentVolumes } from '../../facts/silent-mount.ts';
import { formatSpan } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { mountMeaning, mountReason, mountRemedies } from '../kit/mount-words.ts';
import { advise, kubectl, kubectlCluster, look } from '../kit/remedies.ts';
import { namedVolume } from '../kit/volume.ts';
import { shortened } from '../kit/text.ts';
import { nodeText } from '../kit/node-words.ts';

export const volumeMountFailed = defineRule({
  id: 'volume-mount-failed',
  title: 'A volume cannot be mounted',
  topic: 'preparation',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status', 'events'],
  mayUse: ['storage'],

  *check({ spec, status, events, storage, subject, now }) {
    const standing = standingEvents(status, events, 'FailedMount', 'FailedMapVolume', 'FailedAttachVolume');
    const failures = newestOfEachVolume(standing.filter((event) => event.reason !== 'FailedAttachVolume'));
    const own = failures.filter(({ event, operation }) => !explainedByMissing(event) && !isAttaching(operation));
    const particular = own.filter(({ volume }) => volume !== undefined);
    // The summary of all volumes says nothing of its own where another event names the one that fails.
    const told = particular.length > 0 || own.length < standing.length ? particular : own;
    for (const failure of told) yield observed(failure, { spec, storage, subject, node: status.nodeName });
    const silent = silentVolumes(spec, status, events, now);
    if (silent.length > 0) yield inSilence(silent, subject, waitingSeconds(status, now), nodeText(status, 'its node'));
  },
});

/** Mounts that hang make no event; what is left is that nothing else explains the wait. */
function inSilence(volumes: readonly string[], subject: Subject, seconds: number, node: string): Observation {
  const names = volumes.join(', ');
  const several = volumes.length > 1;
  return {
    severity: 'error',
    confidence: 'possible',
    detail: 'silent',
    title: `node ${node} has not set it up for ${formatSpan(seconds)}, perhaps because ${several ? `volumes ${names} do` : `volume ${names} does`} not get mounted`,
    explanation:
      `The kubelet of ${node} has had the pod for ${formatSpan(seconds)} and has neither made its sandbox nor said why not. ` +
      `It waits for volumes without a word when attaching or mounting hangs, and ${names} ${several ? 'come' : 'comes'} from elsewhere. That is a guess from what is missing.`,
    evidence: [fieldEvidence('status', 'status.conditions[PodReadyToStartContainers]', 'False, and no event says why')],
    remedies: [
      look(
        'See whether the volumes are attached',
        'a driver that does not answer leaves them so',
        kubectlCluster('get', 'volumeattachments'),
      ),
      ...(subject.pod
        ? [
            look(
              'See what else is said of the pod',
              'events come late when a mount hangs',
              kubectl(subject, 'describe', 'pod', subject.pod),
            ),
          ]
        : []),
      advise(`Read the kubelet's log on ${node}`, 'it names the volume that it waits for'),
    ],
  };
}

/** The kubelet waits for the attacher: `volume-attach-failed`. */
function isAttaching(operation: string): boolean {
  return operation === 'MountVolume.WaitForAttach' || operation === 'MapVolume.WaitForAttach';
}

interface Surroundings {
  readonly spec: PodSpecFacts;
  readonly storage: StorageFacts | undefined;
  readonly subject: Subject;
  readonly node: string | undefined;
}

function observed(failure: VolumeFailure, { spec, storage, subject, node }: Surroundings): Observation {
  const volume = namedVolume(spec, storage, failure.volume);
  const kind = mountErrorKind(failure);
  const where = node ? ` on node ${node}` : '';
  const text = mountErrorText(failure.detail);
  return {
    ...(volume.container ? { container: volume.container } : {}),
    detail: kind,
    title: `${volume.short} cannot be mounted${where}: ${shortened(mountReason(kind, failure, volume) ?? text, 120)}`,
    explanation:
      `${mountMeaning(kind, failure, volume, node ?? 'of the pod')} No container of the pod starts before all its volumes are mounted; ` +
      'the kubelet keeps trying.',
    evidence: [eventEvidence(failure.event)],
    remedies: mountRemedies(kind, failure, volume, { subject, node }),
  };
}
