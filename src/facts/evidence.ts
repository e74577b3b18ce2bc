import type { EvidenceSet } from '../core/evaluate.ts';
import type { PodSpecFacts, Snapshot } from '../core/evidence.ts';
import { found, mapLookup, unasked, valueOf, type Lookup } from '../core/lookup.ts';
import type { Subject } from '../core/rule.ts';
import { eventsOf } from './events.ts';
import { podStatusOf } from './pod-status.ts';
import { resolveReferences } from './references.ts';
import { storageOf } from './storage.ts';
import { podSpecFacts, templateOf, templatePathOf } from './workload.ts';

/** Turns the raw objects of a snapshot into the evidence that rules read. */
export function evidenceOf(snapshot: Snapshot): EvidenceSet {
  const spec = specOf(snapshot);
  const nodes = snapshot.nodes;
  return {
    spec,
    status: mapLookup(snapshot.pod, podStatusOf),
    events: mapLookup(snapshot.events, eventsOf),
    logs: snapshot.logs,
    node: snapshot.node.state === 'unasked' ? unasked : found(snapshot.node),
    owner: found({
      chain: snapshot.chain,
      events: eventsOf(valueOf(snapshot.ownerEvents) ?? []),
      pods: snapshot.ownerPods,
      children: snapshot.children,
    }),
    references: mapLookup(spec, (facts) => resolveReferences(facts, snapshot)),
    storage: mapLookup(spec, (facts) => storageOf(facts, snapshot)),
    services: snapshot.services,
    cluster: mapLookup(nodes, (list) => ({ nodes: list, pods: snapshot.podsOnNodes })),
    limits: found({ quotas: snapshot.quotas, limitRanges: snapshot.limitRanges }),
    workload: unasked,
    bundle: unasked,
    document: unasked,
  };
}

/** The pod's own spec; without a pod the template of its owner. */
function specOf(snapshot: Snapshot): Lookup<PodSpecFacts> {
  if (snapshot.pod.state === 'found') {
    const pod = snapshot.pod.value;
    return found(podSpecFacts({ metadata: pod.metadata ?? {}, spec: pod.spec ?? {} }, 'spec'));
  }
  const top = snapshot.chain.at(-1);
  const template = mapLookup(top?.object ?? unasked, (object) => ({ object, template: templateOf(object) }));
  if (template.state !== 'found') return template;
  if (!template.value.template) return unasked;
  return found(podSpecFacts(template.value.template, templatePathOf(top?.kind ?? '')));
}

/**
 * Whom the report is about. The workload is the top of the owner chain; where the chain could not be read the pod's own
 * ownerReference tells, and the Deployment of a ReplicaSet is known by its name less the pod-template-hash.
 */
export function subjectOf(snapshot: Snapshot): Subject {
  const pod = valueOf(snapshot.pod);
  const name = pod?.metadata?.name;
  const workload = workloadOf(snapshot);
  return {
    target: snapshot.target,
    namespace: snapshot.target.namespace,
    ...(name ? { pod: name } : {}),
    workload,
    templatePath: templatePathOf(workload.kind),
  };
}

function workloadOf(snapshot: Snapshot): { kind: string; name: string } {
  const top = snapshot.chain.at(-1);
  const pod = valueOf(snapshot.pod);
  if (!top) return { kind: pod ? 'Pod' : snapshot.target.kind, name: pod?.metadata?.name ?? snapshot.target.name };
  const hash = pod?.metadata?.labels?.['pod-template-hash'];
  if (top.kind === 'ReplicaSet' && top.object.state !== 'found' && hash && top.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: top.name.slice(0, -hash.length - 1) };
  }
  return { kind: top.kind, name: top.name };
}
