import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { probeField, probeHost, probePort } from '../../facts/probes.ts';
import { isMisspelt } from '../../facts/services.ts';
import { saysPort } from '../../facts/stated-ports.ts';
import { containerText, listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, probeEvidence, stayingContainers, type ProbeOfContainer } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';

export const probePortUnknown = defineRule({
  id: 'probe-port-unknown',
  title: 'A probe asks a port that the container does not have',
  topic: 'probes',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    const probes = allProbes(spec);
    for (const one of probes) {
      const { port, unknown } = probePort(one.container, one.probe);
      if (unknown !== undefined) yield unknownName(one, unknown, spec, subject);
      else if (port !== undefined && isStray(one, port, probes, spec)) yield strayNumber(one, port, subject);
    }
  },
});

const handlerOf = ({ probe }: ProbeOfContainer): string =>
  probe.httpGet ? 'httpGet' : probe.tcpSocket ? 'tcpSocket' : 'grpc';

const portsOf = ({ spec }: ContainerSpec) => (spec.ports ?? []).filter(({ containerPort }) => containerPort > 0);

const outcome = {
  startup: 'the probe neither passes nor fails, and the container never counts as started',
  liveness: 'the probe never counts, so a container that hangs is never restarted',
  readiness: 'the probe never passes, and the container never becomes ready',
};

function unknownName(one: ProbeOfContainer, name: string, spec: PodSpecFacts, subject: Subject): Observation {
  const { container, type } = one;
  const path = `${one.path}.${handlerOf(one)}.port`;
  const named = portsOf(container).flatMap((port) => (port.name ? [port.name] : []));
  const other = stayingContainers(spec).find((each) => portsOf(each).some((port) => port.name === name));
  const meant = portsOf(container).length === 1 ? named.find((each) => isMisspelt(each, name)) : undefined;
  const has = named.length > 0 ? `it declares ${listText(named)}` : 'it declares no port by name';
  const where = other
    ? ` Container ${other.name} declares ${name}, but a probe looks only at the ports of its own container.`
    : '';
  const fallback = portsOf(container)[0];
  return {
    container,
    detail: 'name',
    severity: 'error',
    path,
    title: `the ${type} probe of ${containerText(container)} asks a port named ${name}, which the container does not declare`,
    explanation: `The kubelet looks up the name ${name} among the ports of ${container.name} and finds none (${has}): ${outcome[type]}.${where}`,
    evidence: [fieldEvidence('spec', path, name), fieldEvidence('spec', `${container.path}.ports`, has)],
    remedies: fallback
      ? [
          changeContainer(
            subject,
            container,
            [probeField(type), handlerOf(one), 'port'],
            meant ?? fallback.name ?? fallback.containerPort,
            {
              action: `Point the ${type} probe at port ${meant ?? fallback.name ?? fallback.containerPort}`,
              why: `${container.name} declares it`,
            },
          ),
        ]
      : [],
    ...(meant === undefined
      ? {}
      : { fix: { description: `name the port ${meant}`, edits: [{ kind: 'set', path, value: meant }] } }),
  };
}

/**
 * A number that nobody declares although the container declares others. Declaring ports is optional, so it counts only where nothing else speaks of the number, and two
 * probes that agree on it are right about it.
 */
function isStray(
  one: ProbeOfContainer,
  port: number,
  probes: readonly ProbeOfContainer[],
  spec: PodSpecFacts,
): boolean {
  const { container, probe } = one;
  const tcp = portsOf(container).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP');
  if (tcp.length === 0 || probeHost(probe) !== undefined) return false;
  if (stayingContainers(spec).some((each) => portsOf(each).some(({ containerPort }) => containerPort === port)))
    return false;
  const same = probes.filter((each) => each.container === container && probePort(container, each.probe).port === port);
  const others = probes.filter((each) => each.container === container && !same.includes(each));
  return !saysPort(container, spec, port) && (same.length === 1 || others.length > 0);
}

function strayNumber(one: ProbeOfContainer, port: number, subject: Subject): Observation {
  const { container, type } = one;
  const path = `${one.path}.${handlerOf(one)}.port`;
  const declared = portsOf(container).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP');
  const ports = listText(declared.map(({ name, containerPort }) => `${containerPort}${name ? ` (${name})` : ''}`));
  const [only] = declared;
  const what =
    declared.length === 1
      ? `the only port that ${container.name} declares is ${ports}`
      : `${container.name} declares ${ports}`;
  const field = [probeField(type), handlerOf(one), 'port'];
  return {
    container,
    detail: 'number',
    confidence: 'likely',
    path,
    title: `the ${type} probe of ${containerText(container)} asks port ${port}, and ${what}`,
    explanation:
      `No container of the pod declares port ${port}, and no argument or variable speaks of it; ${what}. Declaring a port is optional, so ` +
      `something may listen there all the same; if nothing does, ${type === 'readiness' ? 'the container never becomes ready' : 'the kubelet kills the container again and again'}.`,
    evidence: [probeEvidence(one), fieldEvidence('spec', `${container.path}.ports`, ports)],
    remedies:
      declared.length === 1 && only
        ? [
            changeContainer(subject, container, field, only.name ?? only.containerPort, {
              action: `Point the ${type} probe at port ${only.name ?? only.containerPort}`,
              why: `it is the only port that ${container.name} declares`,
            }),
          ]
        : [],
  };
}
