import type { ContainerSpec } from '../../core/evidence.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { defineRule, type Facts } from '../../core/rule.ts';
import { shutdownTimeOf } from '../../facts/pre-stop.ts';
import { leastReplicas } from '../../facts/rolling-update.ts';
import { serviceName, servicesKnown, trafficOf } from '../../facts/traffic.ts';
import { containerText, listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { counted, worksToEnd } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';

export const drainMissing = defineRule({
  id: 'drain-missing',
  title: 'Requests still come while the container stops',
  topic: 'shutdown',
  // Many programs drain by themselves when they get SIGTERM, which no manifest shows.
  severity: 'advice',
  verdict: 'healthy',
  stage: 'shutdown',
  needs: ['spec'],
  mayUse: ['workload', 'bundle', 'services', 'owner'],

  *check(facts) {
    const { spec, subject, services, bundle } = facts;
    const replicas = replicasOf(facts);
    if (worksToEnd(spec, subject) || replicas < 2) return;
    const source = { ...(services ? { services } : {}), ...(bundle ? { bundle } : {}), namespace: subject.namespace };
    const traffic = trafficOf(spec, servicesKnown(source) ?? []).filter(({ port }) => port.protocol !== 'UDP');
    for (const container of new Set(traffic.map((one) => one.container))) {
      if (container.spec.lifecycle?.preStop || drainsItself(container)) continue;
      const names = listText([
        ...new Set(traffic.filter((one) => one.container === container).map(({ service }) => serviceName(service))),
      ]);
      yield {
        container,
        path: `${container.path}.lifecycle`,
        confidence: 'possible',
        title: `${containerText(container)} gets SIGTERM while ${names} still sends it requests`,
        explanation:
          `When a pod is deleted, SIGTERM and its removal from ${names} happen at the same time, and it takes a moment until every node has heard of the removal. ` +
          `Nothing delays SIGTERM here: unless ${container.name} goes on serving for a while after it, each of the ${counted(replicas, 'replica')} loses requests at every rollout.`,
        evidence: [
          fieldEvidence('service', names, `sends requests to ${container.name}`),
          fieldEvidence('spec', `${container.path}.lifecycle.preStop`, 'not set'),
        ],
        remedies: [
          changeContainer(
            subject,
            container,
            ['lifecycle', 'preStop'],
            { sleep: { seconds: 5 } },
            {
              action: `Let ${container.name} wait 5 s before SIGTERM (preStop sleep, Kubernetes 1.30 and later)`,
              why: 'the nodes then send nothing more when it begins to stop',
            },
          ),
        ],
      };
    }
  },
});

/** Pods at any time, as far as it is known: a Deployment that goes down for an update anyway counts as one. */
function replicasOf({ workload, bundle, owner }: Facts<'spec', 'workload' | 'bundle' | 'owner'>): number {
  const live = owner?.chain.at(-1)?.object;
  const object: Workload | undefined = workload?.object ?? (live?.state === 'found' ? live.value : undefined);
  if (!object || object.spec?.strategy?.type === 'Recreate') return 1;
  if (object.kind === 'Deployment' || object.kind === 'StatefulSet' || object.kind === 'ReplicaSet') {
    return leastReplicas(object, bundle);
  }
  return 1;
}

function drainsItself(container: ContainerSpec): boolean {
  const words = [
    ...(container.spec.command ?? []),
    ...(container.spec.args ?? []),
    ...(container.spec.env ?? []).map(({ name }) => name),
  ];
  return (
    shutdownTimeOf(container) !== undefined ||
    words.some((word) => /drain|lame.?duck|shutdown.?(?:delay|wait|sleep)|pre.?stop|grace/i.test(word))
  );
}
