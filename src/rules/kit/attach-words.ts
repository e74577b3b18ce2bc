import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { holdersOf, type VolumeFailure } from '../../facts/mount-error.ts';
import { act, advise, kubectl, kubectlCluster, look, workloadName, workloadRef } from './remedies.ts';
import type { NamedVolume } from './volume.ts';

/** What to do about a volume that another node has. */
export function multiRemedies({ detail }: VolumeFailure, volume: NamedVolume, subject: Subject): Remedy[] {
  const [holder] = holdersOf(detail);
  const remedies: Remedy[] = [];
  if (holder) {
    remedies.push(
      look(
        `See where pod ${holder} runs and whether it is ending`,
        'the volume is free once it is gone',
        kubectl(subject, 'get', 'pod', holder, '-o', 'wide'),
      ),
    );
  }
  if (subject.workload.kind === 'Deployment' || subject.workload.kind === 'ReplicaSet') {
    remedies.push(
      act(
        `Run a single pod of ${workloadName(subject)}`,
        'pods on several nodes cannot share a ReadWriteOnce volume',
        kubectl(subject, 'scale', workloadRef(subject), '--replicas=1'),
        `stops the other pods of ${workloadName(subject)}`,
      ),
    );
  }
  if (subject.workload.kind === 'Deployment') {
    const body = JSON.stringify({ spec: { strategy: { type: 'Recreate', rollingUpdate: null } } });
    remedies.push(
      act(
        'Use the strategy Recreate',
        'a rolling update starts the new pod while the old one still holds the volume',
        kubectl(subject, 'patch', workloadRef(subject), '-p', body),
        'every rollout then has a gap without pods',
      ),
    );
  }
  remedies.push(
    look(
      'See which node the volume is attached to',
      'an attachment of a node that is gone is given up after about 6 minutes',
      kubectlCluster('get', 'volumeattachments'),
    ),
    advise(
      `Give ${volume.text} a storage class that offers ReadWriteMany, if several pods need it at once`,
      'only such a volume can be used on several nodes',
    ),
  );
  return remedies.slice(0, 4);
}

/** What to do about an error of the attacher. */
export function errorRemedies({ claim }: NamedVolume, subject: Subject, text: string): Remedy[] {
  const denied = /unauthori[sz]ed|not authorized|forbidden|AccessDenied|PermissionDenied/i.test(text);
  const timedOut = /timed out waiting for external-attacher/i.test(text);
  const first = denied
    ? advise(
        "Give the CSI driver's controller the permission to attach volumes (its cloud role or credentials)",
        'the cloud refuses the request of the driver',
      )
    : timedOut
      ? advise(
          "See that the CSI driver's controller runs and its attacher is healthy",
          'nobody has answered the request to attach',
        )
      : advise('Remove what the attacher complains of', 'it tries again by itself');
  const describe = claim
    ? [
        look(
          'Look at the claim and its volume',
          'they name the disk and the driver',
          kubectl(subject, 'describe', 'pvc', claim.claimName),
        ),
      ]
    : [];
  return [
    first,
    look(
      'See the attachments and their errors',
      'each holds the newest error of its driver',
      kubectlCluster('get', 'volumeattachments', '-o', 'yaml'),
    ),
    ...describe,
  ];
}
