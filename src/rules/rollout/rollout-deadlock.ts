import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { PersistentVolumeClaim, Workload } from '../../core/kubernetes.ts';
import type { BundleFacts } from '../../core/manifest.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { objectsOfKind } from '../../facts/bundle.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { leastReplicas, rollingUpdateOf, scaled, type RollingUpdate } from '../../facts/rolling-update.ts';
import { matchesSelector } from '../../facts/selectors.ts';
import { statedClaims } from '../../facts/storage.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { counted, stayingContainers } from '../kit/manifest.ts';
import { act, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

export const rolloutDeadlock = defineRule({
  id: 'rollout-deadlock',
  title: 'A new pod waits for what the old one holds, and the old one for the new',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'rollout',
  needs: ['workload', 'spec'],
  mayUse: ['bundle'],

  *check({ workload, spec, bundle, subject }) {
    const { object } = workload;
    if (workload.kind === 'DaemonSet') {
      const found = daemonSurge(object, spec, subject);
      if (found) yield found;
    }
    if (workload.kind !== 'Deployment') return;
    const update = rollingUpdateOf(object, leastReplicas(object, bundle));
    // With one that may be missing the old pod goes first.
    if (!update || update.maxUnavailable > 0) return;
    const held = heldClaim(spec, bundle, workload.namespace) ?? heldPort(spec) ?? heldPlace(spec);
    if (held) yield deadlock(held, update, object, subject);
  },
});

interface Held {
  readonly detail: 'claim' | 'host-port' | 'anti-affinity';
  readonly path: string;
  /** `claim data (ReadWriteOnce)` */
  readonly what: string;
  readonly says: string;
  /** It cannot work on any cluster. */
  readonly certain: boolean;
}

/** A claim that one node, or one pod, may use at a time. */
function heldClaim(spec: PodSpecFacts, bundle: BundleFacts | undefined, namespace: string): Held | undefined {
  const claims: readonly PersistentVolumeClaim[] = objectsOfKind(bundle, 'PersistentVolumeClaim', namespace);
  for (const { claimName, path } of statedClaims(spec)) {
    const modes = claims.find(({ metadata }) => metadata?.name === claimName)?.spec?.accessModes ?? [];
    const [mode] = modes;
    const single = mode === 'ReadWriteOncePod';
    if (modes.length !== 1 || (!single && mode !== 'ReadWriteOnce')) continue;
    // On one node they share it.
    if (!single && pinned(spec)) continue;
    return {
      detail: 'claim',
      path: `${path}.claimName`,
      what: `claim ${claimName} (${mode})`,
      says: single
        ? `claim ${claimName} is ReadWriteOncePod: while the old pod uses it no other pod is scheduled`
        : `claim ${claimName} is ReadWriteOnce: while the old pod uses it, a new pod on another node waits for the volume`,
      certain: single,
    };
  }
  return undefined;
}

/** Ports of the node that the pod takes; with the network of the node these are all that its containers declare. */
function hostPorts(spec: PodSpecFacts): { path: string; port: number }[] {
  return stayingContainers(spec).flatMap((container) =>
    (container.spec.ports ?? []).flatMap(({ hostPort, containerPort }, index) => {
      const port = spec.spec.hostNetwork ? containerPort : hostPort;
      return port ? [{ path: `${container.path}.ports[${index}].hostPort`, port }] : [];
    }),
  );
}

function heldPort(spec: PodSpecFacts): Held | undefined {
  const ports = hostPorts(spec);
  const [first] = ports;
  if (!first) return undefined;
  const names = listText([...new Set(ports.map(({ port }) => String(port)))]);
  return {
    detail: 'host-port',
    // hostNetwork makes host ports of all, which the manifest need not say.
    path: spec.spec.hostNetwork ? `${spec.path}.hostNetwork` : first.path,
    what: `port ${names} of the node`,
    says: `each pod takes port ${names} of its node, so a new pod needs a node where no old one runs`,
    certain: pinned(spec),
  };
}

/** Required anti-affinity against the pods of the workload itself. */
function heldPlace(spec: PodSpecFacts): Held | undefined {
  const terms = spec.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const index = terms.findIndex(({ labelSelector }) => matchesSelector(labelSelector, labelsOf(spec)));
  const term = terms[index];
  if (!term?.topologyKey) return undefined;
  const place = term.topologyKey === 'kubernetes.io/hostname' ? 'node' : `${term.topologyKey} domain`;
  return {
    detail: 'anti-affinity',
    path: `${spec.path}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[${index}]`,
    what: `a ${place} of its own`,
    says: `required anti-affinity lets one pod of it run on each ${place}, so a new pod needs a ${place} where no old one runs`,
    certain: false,
  };
}

/** The pod may run on one node only. */
function pinned({ spec }: PodSpecFacts): boolean {
  return spec.nodeName !== undefined || spec.nodeSelector?.['kubernetes.io/hostname'] !== undefined;
}

function deadlock(held: Held, update: RollingUpdate, object: Workload, subject: Subject): Observation {
  const { replicas, stated } = update;
  const spare =
    held.detail === 'claim' ? '' : `, so it needs ${replicas + 1} of them for ${counted(replicas, 'replica')}`;
  return {
    detail: held.detail,
    path: held.path,
    ...(held.certain ? { severity: 'error' as const } : { confidence: 'likely' as const }),
    title: `a rollout of ${workloadName(subject)} may stand still: the new pod waits for ${held.what}, and the old one for the new pod`,
    explanation:
      `With ${counted(replicas, 'replica')} maxUnavailable ${stated.maxUnavailable} comes to 0: no old pod goes before a new one is ready. But ${held.says}${spare}. ` +
      (held.certain ? 'The rollout never ends.' : 'Where there is no such place, the rollout never ends.'),
    evidence: [
      fieldEvidence('spec', held.path, held.what),
      fieldEvidence(
        'spec',
        'spec.strategy',
        `RollingUpdate, maxSurge ${stated.maxSurge}, maxUnavailable ${stated.maxUnavailable}`,
      ),
    ],
    remedies: remediesFor(held, replicas, object, subject),
  };
}

function remediesFor(held: Held, replicas: number, object: Workload, subject: Subject) {
  const patch = (strategy: unknown): string[] =>
    kubectl(subject, 'patch', workloadRef(subject), '-p', JSON.stringify({ spec: { strategy } }));
  const recreate = act(
    `Use strategy Recreate for ${subject.workload.kind}/${object.metadata?.name ?? subject.workload.name}`,
    'the old pod goes before the new one comes',
    patch({ type: 'Recreate', rollingUpdate: null }),
    'nobody serves in between',
  );
  const oneDown = act(
    'Or let one pod be missing: maxSurge 0, maxUnavailable 1',
    'each old pod makes room for its new one',
    patch({ rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }),
    replicas === 1 ? 'nobody serves in between' : 'one pod fewer during a rollout',
  );
  return held.detail === 'claim' || replicas === 1 ? [recreate, oneDown] : [oneDown, recreate];
}

/** A DaemonSet that starts the new pod beside the old one on the same node. */
function daemonSurge(object: Workload, spec: PodSpecFacts, subject: Subject): Observation | undefined {
  const rolling = object.spec?.updateStrategy?.rollingUpdate as { maxSurge?: number | string } | undefined;
  const [first] = hostPorts(spec);
  if (!first || (scaled(rolling?.maxSurge, 100, 'up') ?? 0) === 0) return undefined;
  const body = JSON.stringify({ spec: { updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } } });
  return {
    detail: 'host-port',
    severity: 'error',
    path: 'spec.updateStrategy.rollingUpdate.maxSurge',
    title: `a rollout of ${workloadName(subject)} stands still: the new pod needs port ${first.port} of the node that the old one has`,
    explanation: `maxSurge ${rolling?.maxSurge} starts the new pod on the same node beside the old one, which goes only when the new one is ready. Both want port ${first.port} of the node, so the new one is never scheduled.`,
    evidence: [
      fieldEvidence('spec', 'spec.updateStrategy.rollingUpdate.maxSurge', String(rolling?.maxSurge)),
      fieldEvidence('spec', first.path, String(first.port)),
    ],
    remedies: [
      act(
        'Use maxSurge 0 and maxUnavailable 1',
        'the old pod gives its port away first',
        kubectl(subject, 'patch', workloadRef(subject), '-p', body),
        'the node is without the pod for a moment',
      ),
    ],
  };
}
