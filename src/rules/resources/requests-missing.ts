import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { effectiveRequest, limitRangesIn } from '../../facts/effective-resources.ts';
import { qosOf } from '../../facts/qos.ts';
import { advise } from '../kit/remedies.ts';
import { asksForNothing, isTestHook, ownContainers, resourcesEvidence, resourcesPath } from '../kit/resource-words.ts';

export const requestsMissing = defineRule({
  id: 'requests-missing',
  title: 'A container does not say what it needs',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const ranges = limitRangesIn(bundle, subject.namespace);
    if (isTestHook(spec, workload) || asksForNothing(spec, ranges)) return;
    for (const container of ownContainers(spec)) {
      const missing = ['cpu', 'memory'].filter(
        (resource) => effectiveRequest(container.spec, resource, spec.spec, ranges) === undefined,
      );
      if (missing.length > 0) yield withoutRequests(container, missing, spec.spec);
    }
    const breaking = spec.containers.find((one) => one.kind === 'init' && breaksGuarantee(one, spec.spec));
    if (breaking) yield breaksGuaranteed(breaking);
  },
});

function withoutRequests(container: ContainerSpec, missing: readonly string[], spec: PodSpec): Observation {
  const { name } = container;
  const memory = missing.includes('memory');
  const cpu = missing.includes('cpu');
  const { class: qosClass } = qosOf(spec);
  return {
    container,
    detail: missing.join('-and-'),
    title: `${name} requests no ${missing.join(' and no ')}`,
    explanation: [
      memory
        ? `The scheduler counts ${name} as if it needed no memory, and every byte that it uses is above its request: when the node runs out, the pod (${qosClass}) is among the first to be evicted.`
        : '',
      cpu
        ? `Without a cpu request ${name} gets the smallest share of a busy processor, and a HorizontalPodAutoscaler has no utilisation to go by.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    evidence: [resourcesEvidence(container)],
    remedies: [
      advise(
        `Give ${name} a request for ${missing.join(' and ')} that holds what it normally uses`,
        memory
          ? 'the scheduler then finds a node with room, and the pod is evicted only after those that use more than they asked for'
          : 'the scheduler then finds a node with room, and the share of the processor follows the request',
      ),
    ],
    path: resourcesPath(container, 'requests'),
    ...(memory ? {} : { severity: 'advice' as const }),
  };
}

/** Whether the pod would be Guaranteed without this init container. */
function breaksGuarantee({ spec: container }: ContainerSpec, spec: PodSpec): boolean {
  const others = (spec.initContainers ?? []).filter((one) => one !== container);
  return qosOf(spec).class === 'Burstable' && qosOf({ ...spec, initContainers: others }).class === 'Guaranteed';
}

function breaksGuaranteed(container: ContainerSpec): Observation {
  const { name } = container;
  return {
    container,
    detail: 'breaks-guaranteed',
    severity: 'advice',
    stage: 'advice',
    title: `init container ${name} alone makes the pod Burstable`,
    explanation: `All other containers limit cpu and memory and request the same, so the pod would be Guaranteed; ${name} does not, and init containers count as long as the pod lives.`,
    evidence: [resourcesEvidence(container)],
    remedies: [
      advise(
        `Give ${name} limits for cpu and memory`,
        'requests follow limits, and a short step at the start takes nothing from the node that the pod has not asked for',
      ),
    ],
    path: resourcesPath(container, 'limits'),
  };
}
