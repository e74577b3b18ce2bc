import type { Observation, Remedy } from '../../core/finding.ts';
import type { Facts } from '../../core/rule.ts';
import { replacementOf } from '../../facts/replacement.ts';
import type { Eviction } from '../../facts/eviction.ts';
import { formatQuantity, parseQuantity } from '../../facts/quantity.ts';
import { onlyUser } from '../../facts/references.ts';
import { act, advise, changeContainer, kubectl } from './remedies.ts';
import { replaceAt } from './spec-path.ts';

type Given = Facts<'spec' | 'status', 'events' | 'owner'>;

interface Told extends Pick<Observation, 'container' | 'detail' | 'title'> {
  readonly words: string;
  readonly remedies: readonly Remedy[];
  /** The field that sets the limit. */
  readonly path?: string;
  readonly value: string;
}

/** What is said of each of the three limits; undefined for evictions of another kind. */
export function tell(eviction: Eviction, facts: Given): Told | undefined {
  if (eviction.kind === 'empty-dir') return emptyDir(eviction.volume, eviction.limit, facts);
  if (eviction.kind === 'container-limit') return containerLimit(eviction.container, eviction.limit, facts);
  return eviction.kind === 'pod-limit' ? podLimit(eviction.limit, facts) : undefined;
}

function emptyDir(name: string, limit: string, { spec, subject }: Given): Told {
  const index = (spec.spec.volumes ?? []).findIndex((volume) => volume.name === name);
  const user = onlyUser(spec.containers, name);
  const more = doubled(limit);
  const path = index < 0 ? undefined : `${spec.path}.volumes[${index}].emptyDir.sizeLimit`;
  const raise = path
    ? [
        replaceAt(
          subject,
          path,
          { from: limit, to: more },
          {
            action: `Raise sizeLimit of volume ${name} to ${more}`,
            why: `more than ${limit} was written; how much it needs is not known, so twice as much is a start`,
          },
        ),
      ]
    : [];
  return {
    ...(user ? { container: user } : {}),
    detail: 'empty-dir',
    title: `it was evicted because its emptyDir volume ${name} grew over ${limit}`,
    words: `More than ${limit}, the sizeLimit of the emptyDir volume ${name}, was written${user ? ` by ${user.name}` : ''}; the kubelet looks at it from time to time and evicts the pod then.`,
    remedies: [
      ...raise,
      advise(
        `Have ${user?.name ?? 'the containers'} write less to ${name}, or delete what is not needed`,
        'the limit counts what lies there at one time',
      ),
    ],
    value: limit,
    ...(path ? { path } : {}),
  };
}

function containerLimit(name: string, limit: string, { spec, subject }: Given): Told {
  const container = spec.containers.find((one) => one.name === name);
  const more = doubled(limit);
  const raise = container
    ? [
        changeContainer(subject, container, ['resources', 'limits', 'ephemeral-storage'], more, {
          action: `Raise the ephemeral-storage limit of ${name} to ${more}`,
          why: `it wrote more than ${limit}; twice as much is a start`,
        }),
      ]
    : [];
  return {
    ...(container ? { container } : {}),
    detail: 'container-limit',
    title: `it was evicted because container ${name} wrote more than its ephemeral-storage limit of ${limit}`,
    words: `Container ${name} may keep ${limit} on the node's disk (its writable layer and its logs) and wrote more, so the kubelet evicted the pod.`,
    remedies: [
      ...raise,
      advise(
        `Have ${name} write less into its own filesystem and its logs, or write to a volume`,
        'a PersistentVolume does not count',
      ),
    ],
    value: limit,
    ...(container ? { path: `${container.path}.resources.limits.ephemeral-storage` } : {}),
  };
}

function podLimit(limit: string, { spec, subject }: Given): Told {
  const limited = spec.containers.flatMap((container) => {
    const own = container.kind === 'ephemeral' ? undefined : container.spec.resources?.limits?.['ephemeral-storage'];
    return own === undefined ? [] : [{ container, own: String(own) }];
  });
  const parts = limited.map(({ container, own }) => `${container.name} ${own}`).join(', ');
  const raise = limited.slice(0, 2).map(({ container, own }) => {
    const more = doubled(own);
    return changeContainer(subject, container, ['resources', 'limits', 'ephemeral-storage'], more, {
      action: `Raise the ephemeral-storage limit of ${container.name} to ${more}, if it is the one that writes`,
      why: `the limits add up to ${limit}, and the pod wrote more`,
    });
  });
  const [only] = limited.length === 1 && spec.containers.length === 1 ? limited : [];
  return {
    ...(only ? { container: only.container } : {}),
    detail: 'pod-limit',
    title: `it was evicted because it wrote more to local disk than the ${limit} its containers may together`,
    words: `The ephemeral-storage limits of its containers add up to ${limit}${parts ? ` (${parts})` : ''}; what they wrote into their own filesystems, their logs and emptyDir volumes together was more, so the kubelet evicted the pod.`,
    remedies: [
      ...raise,
      advise(
        'Write less to local disk, or write to a PersistentVolume',
        'only local disk counts: own filesystem, logs, emptyDir',
      ),
    ],
    value: limit,
  };
}

function doubled(limit: string): string {
  const value = parseQuantity(limit);
  return value === undefined ? limit : formatQuantity(value * 2n, 'ephemeral-storage', 'up');
}

/** A bare pod has to be made again by hand. */
export function cleanUp({ owner, status, subject }: Given): Remedy[] {
  if (replacementOf(owner, status) !== 'none' || !subject.pod || status.phase !== 'Failed') return [];
  return [
    act(
      'Delete the evicted pod before it is created again',
      'nothing replaces a bare pod, and its name is taken',
      kubectl(subject, 'delete', 'pod', subject.pod),
      'its logs are gone with it',
    ),
  ];
}
