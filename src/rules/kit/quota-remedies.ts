import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { CreateFailure } from '../../facts/create-failure.ts';
import { countedResource, quotaAmount, type QuotaRoom } from '../../facts/quota.ts';
import type { QuotaGap } from '../../facts/refusal.ts';
import { act, advise, changeContainer, kubectl, mergePodSpec, workloadName, workloadRef } from './remedies.ts';

const scalable = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);

/** What makes room in a quota: more of it, fewer pods, or smaller ones. Computed from what is used and asked for. */
export function quotaRoomRemedies(
  quota: string,
  rooms: readonly QuotaRoom[],
  failure: CreateFailure,
  template: PodSpecFacts | undefined,
  subject: Subject,
): Remedy[] {
  const { desired, existing } = failure.progress;
  const replacing = existing >= desired;
  const missing = BigInt(replacing ? 1 : desired - existing);
  const hard = Object.fromEntries(
    rooms.map(({ resource, used, requested }) => [resource, quotaAmount(used + requested * missing, resource)]),
  );
  const raise = act(
    `Raise the quota to ${Object.entries(hard)
      .map(([resource, amount]) => `${resource}=${amount}`)
      .join(', ')}`,
    `what is used plus what the missing ${missing === 1n ? 'pod asks' : `${missing} pods ask`} for`,
    kubectl(subject, 'patch', 'resourcequota', quota, '-p', JSON.stringify({ spec: { hard } })),
    'the namespace may take more of the cluster; a quota is often kept by somebody else',
  );
  return [
    ...(rooms.length > 0 ? [raise] : []),
    ...(replacing ? withoutSurge(subject) : fewerPods(existing, subject)),
    ...(replacing ? [] : smallerPods(rooms, failure, template, subject)),
  ];
}

function withoutSurge(subject: Subject): Remedy[] {
  if (subject.workload.kind !== 'Deployment') return [];
  const rollingUpdate = { maxSurge: 0, maxUnavailable: 1 };
  const body = JSON.stringify({ spec: { strategy: { type: 'RollingUpdate', rollingUpdate } } });
  return [
    act(
      'Replace pods one by one instead of adding new ones first (maxSurge 0, maxUnavailable 1)',
      'an old pod then goes before its successor comes, which needs no room beside it',
      kubectl(subject, 'patch', workloadRef(subject), '-p', body),
      'one pod fewer serves during a rollout',
    ),
  ];
}

function fewerPods(existing: number, subject: Subject): Remedy[] {
  if (existing === 0 || !scalable.has(subject.workload.kind)) return [];
  return [
    act(
      `Run ${existing} replica${existing === 1 ? '' : 's'}, which is what fits`,
      'nothing is then missing',
      kubectl(subject, 'scale', workloadRef(subject), `--replicas=${existing}`),
      'less capacity',
    ),
  ];
}

/** With one container the request that lets all pods in can be computed: what is free and what its own pods hold, shared by all. */
function smallerPods(
  rooms: readonly QuotaRoom[],
  { progress, resource: refused }: CreateFailure,
  template: PodSpecFacts | undefined,
  subject: Subject,
): Remedy[] {
  const [room] = rooms;
  const containers = template?.containers.filter(({ kind }) => kind !== 'ephemeral') ?? [];
  const [container] = containers;
  const single = rooms.length === 1 && containers.length === 1 && refused === 'pods' && progress.desired > 0;
  if (!room || !container || !single) return [];
  const [, field, resource] = /^(requests|limits)\.(cpu|memory)$/.exec(room.resource) ?? [];
  if (!field || !resource) return [];
  const own = room.free + room.requested * BigInt(progress.existing);
  const share = roundDown(own / BigInt(progress.desired), resource);
  if (share <= 0n || share >= room.requested) return [];
  const amount = quotaAmount(share, room.resource);
  return [
    changeContainer(subject, container, ['resources', field, resource], amount, {
      action: `Ask for ${amount} of ${countedResource(room.resource)} in container ${container.name} instead of ${quotaAmount(room.requested, room.resource)}`,
      why: `${progress.desired} × ${amount} fit into what the quota leaves for ${workloadName(subject)}`,
      risk: `less is kept for each pod; a rollout needs room for one new pod beside the old ones`,
    }),
  ];
}

function roundDown(amount: bigint, resource: string): bigint {
  const step = resource === 'cpu' ? 1_000_000n : 1_000_000_000n * 1024n ** 2n;
  return (amount / step) * step;
}

/** What a container gets that states nothing: small, and to be corrected by what is measured. */
const start: Readonly<Record<string, string>> = { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '1Gi' };

/** Fills in what a quota makes mandatory: from the container's own counterpart (its limit for a missing request and the other way round), else a start value. */
export function quotaGapRemedies(
  missing: readonly QuotaGap[],
  template: PodSpecFacts | undefined,
  subject: Subject,
): { remedies: Remedy[]; containers: string[]; resources: string[] } {
  const all = (template?.containers ?? []).filter(({ kind }) => kind !== 'ephemeral');
  const changes = new Map<ContainerSpec, Record<string, Record<string, string>>>();
  for (const { resource, containers } of missing) {
    const field = resource.startsWith('limits.') ? 'limits' : 'requests';
    const name = countedResource(resource);
    const lacking = all.filter((container) =>
      containers.length > 0 ? containers.includes(container.name) : !states(container, field, name),
    );
    for (const container of lacking) {
      const other = field === 'limits' ? 'requests' : 'limits';
      const value = String(container.spec.resources?.[other]?.[name] ?? start[name] ?? '1');
      const change = changes.get(container) ?? {};
      changes.set(container, { ...change, [field]: { ...change[field], [name]: value } });
    }
  }
  const names = [...new Set(missing.flatMap(({ containers }) => containers))];
  const words = {
    action: `State ${resourcesText(changes)}`,
    why: 'the quota can then count them; where the container states nothing else these are start values, to be set to what it really needs',
  };
  return {
    remedies: [
      ...(changes.size > 0 ? [mergePodSpec(subject, mergeOf(changes), words)] : []),
      advise(
        `Or give namespace ${subject.namespace} a LimitRange with defaults`,
        'containers that state nothing then get its values when their pod is created',
        'holds for every new pod of the namespace',
      ),
    ],
    containers: names.length > 0 ? names : [...changes.keys()].map(({ name }) => name),
    resources: missing.map(({ resource }) => resource),
  };
}

function states({ spec }: ContainerSpec, field: 'limits' | 'requests', resource: string): boolean {
  // A missing request is the limit's value, by the API server's defaults.
  return (
    spec.resources?.[field]?.[resource] !== undefined ||
    (field === 'requests' && spec.resources?.limits?.[resource] !== undefined)
  );
}

function resourcesText(changes: ReadonlyMap<ContainerSpec, Record<string, Record<string, string>>>): string {
  const parts = [...changes].map(([{ name }, change]) => {
    const fields = Object.entries(change).map(
      ([field, values]) =>
        `${field} ${Object.entries(values)
          .map((pair) => pair.join('='))
          .join(',')}`,
    );
    return `${fields.join(' and ')} in container ${name}`;
  });
  return parts.join(', ');
}

function mergeOf(changes: ReadonlyMap<ContainerSpec, Record<string, unknown>>): Record<string, unknown> {
  const lists: Record<string, unknown[]> = {};
  for (const [{ name, kind }, resources] of changes) {
    const list = kind === 'app' ? 'containers' : 'initContainers';
    lists[list] = [...(lists[list] ?? []), { name, resources }];
  }
  return lists;
}
