import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { isInjected } from '../../facts/services.ts';
import { isMeasuring, serviceName, servicesKnown, trafficOf, type Traffic } from '../../facts/traffic.ts';
import { containerText, listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers, worksToEnd } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';

export const readinessProbeMissing = defineRule({
  id: 'readiness-probe-missing',
  title: 'A container gets requests and nothing says when it is ready for them',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['services', 'bundle'],

  *check({ spec, subject, services, bundle }) {
    if (worksToEnd(spec, subject) || (spec.spec.readinessGates ?? []).length > 0) return;
    const known = servicesKnown({
      ...(services ? { services } : {}),
      ...(bundle ? { bundle } : {}),
      namespace: subject.namespace,
    });
    if (known) {
      const traffic = trafficOf(spec, known);
      for (const container of new Set(traffic.map((one) => one.container))) {
        const ways = traffic.filter((one) => one.container === container);
        if (!isJudged(container, spec, ways)) yield unjudged(container, ways, subject);
      }
    } else if (bundle && !nodeAgents.has(subject.workload.kind)) {
      for (const container of stayingContainers(spec)) {
        if (declaresPorts(container) && !isJudged(container, spec, [])) yield perhaps(container, subject);
      }
    }
  },
});

/** Pods of a DaemonSet serve their node, bare pods are tried by hand: ports alone say nothing there. */
const nodeAgents = new Set(['DaemonSet', 'Pod']);

function declaresPorts(container: ContainerSpec): boolean {
  const ports = (container.spec.ports ?? []).filter(
    ({ name, protocol, containerPort }) => containerPort > 0 && !isMeasuring(name) && (protocol ?? 'TCP') === 'TCP',
  );
  return ports.length > 0 && container.kind === 'app' && !isInjected(container);
}

/** It has a readiness probe, or another container of the pod asks the very port. */
function isJudged(
  { spec: { readinessProbe, ports = [] } }: ContainerSpec,
  pod: PodSpecFacts,
  ways: readonly Traffic[],
): boolean {
  if (readinessProbe) return true;
  const own = new Set<unknown>([
    ...ports.map(({ containerPort }) => containerPort),
    ...ways.map(({ port }) => port.targetPort),
  ]);
  return stayingContainers(pod).some(({ spec }) => {
    const asked =
      spec.readinessProbe?.httpGet?.port ?? spec.readinessProbe?.tcpSocket?.port ?? spec.readinessProbe?.grpc?.port;
    return asked !== undefined && own.has(asked);
  });
}

function unjudged(container: ContainerSpec, ways: readonly Traffic[], subject: Subject): Observation {
  const names = [...new Set(ways.map(({ service }) => serviceName(service)))];
  const started = container.spec.startupProbe !== undefined;
  return {
    ...common(container, subject),
    // It is at least not sent requests before it has started.
    ...(started ? { severity: 'advice' as const } : {}),
    title: `${containerText(container)} gets the requests of ${listText(names)} and has no readiness probe`,
    explanation: started
      ? `${listText(names)} sends requests as soon as the startup probe has passed, and goes on whatever happens to ${container.name} later: nothing takes it out while it cannot serve.`
      : `Without a readiness probe ${container.name} counts as ready from the moment its process runs: ${listText(names)} sends it requests before it listens, at every start and every ` +
        'rollout, and goes on when it cannot serve.',
    evidence: [
      ...ways.map(({ service, port }) =>
        fieldEvidence(
          'service',
          nameOf(service),
          `port ${port.port} leads to ${container.name}, target ${port.targetPort ?? port.port}`,
        ),
      ),
      fieldEvidence('spec', `${container.path}.readinessProbe`, 'not set'),
    ],
  };
}

function perhaps(container: ContainerSpec, subject: Subject): Observation {
  const ports = (container.spec.ports ?? []).map(({ containerPort }) => String(containerPort));
  return {
    ...common(container, subject),
    severity: 'advice',
    confidence: 'possible',
    title: `${containerText(container)} declares ${ports.length === 1 ? 'port' : 'ports'} ${listText(ports)} and has no readiness probe`,
    explanation: `If a Service sends it requests (the input has none), they come from the moment the process of ${container.name} runs, before it listens.`,
    evidence: [
      fieldEvidence('spec', `${container.path}.ports`, listText(ports)),
      fieldEvidence('spec', `${container.path}.readinessProbe`, 'not set'),
    ],
  };
}

function common(container: ContainerSpec, { workload }: Subject): Pick<Observation, 'container' | 'path' | 'remedies'> {
  return {
    container,
    path: `${container.path}.readinessProbe`,
    remedies: [
      advise(
        `Give ${container.name} a readiness probe that asks what its users ask`,
        `a rollout of ${workload.kind}/${workload.name} then waits for it, and requests come only while it can answer`,
      ),
    ],
  };
}
