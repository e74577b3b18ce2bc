import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { probeField, probePort } from '../../facts/probes.ts';
import { isMisspelt } from '../../facts/services.ts';
import { containerText, listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, stayingContainers, type ProbeOfContainer } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';
import { handlerOf, strayPortObservation, strayPorts, type StrayPort } from '../kit/stray-port.ts';

export const probePortUnknown = defineRule({
  id: 'probe-port-unknown',
  title: 'A probe asks a port that the container does not have',
  topic: 'probes',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    for (const one of allProbes(spec)) {
      const { unknown } = probePort(one.container, one.probe);
      if (unknown !== undefined) yield unknownName(one, unknown, spec, subject);
    }
    // Where more speaks against the port, the rule foresees what comes of it.
    for (const one of strayPorts(spec)) if (one.proof === 'none') yield strayNumber(one, subject);
  },
});

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

function strayNumber(one: StrayPort, subject: Subject): Observation {
  const { container, type, port } = one;
  return {
    ...strayPortObservation(one, subject),
    detail: 'number',
    severity: 'advice',
    explanation:
      `No container of the pod declares port ${port}, and no argument or variable of ${container.name} speaks of it. Declaring a port is optional, so ` +
      `something may listen there all the same; if nothing does, ${type === 'readiness' ? 'the container never becomes ready' : 'the kubelet kills the container again and again'}.`,
  };
}
