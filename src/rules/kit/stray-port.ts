import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { arithmeticText, probeField, probeHost, probePort, type ProbeType } from '../../facts/probes.ts';
import { serverPorts } from '../../facts/server-ports.ts';
import { saysPort } from '../../facts/stated-ports.ts';
import { containerText, listText } from './containers.ts';
import { fieldEvidence } from './evidence.ts';
import { allProbes, probeEvidence, stayingContainers, type ProbeOfContainer } from './manifest.ts';
import { changeContainer } from './remedies.ts';

/**
 * A probe that asks a port by number which nobody declares. Declaring ports is optional; what makes it plain that nothing listens there: `server`, the image's server has
 * other ports; `probe`, another probe of the container asks a declared port. `none`: it is only odd.
 */
export interface StrayPort extends ProbeOfContainer {
  readonly port: number;
  readonly proof: 'server' | 'probe' | 'none';
}

export const handlerOf = ({ probe }: ProbeOfContainer): string =>
  probe.httpGet ? 'httpGet' : probe.tcpSocket ? 'tcpSocket' : 'grpc';

/** Declared TCP ports of a container. */
const tcpPortsOf = ({ spec }: ContainerSpec) =>
  (spec.ports ?? []).filter(({ containerPort, protocol }) => containerPort > 0 && (protocol ?? 'TCP') === 'TCP');

/** All probes of a pod that ask a port which its container does not seem to have. */
export function strayPorts(spec: PodSpecFacts): StrayPort[] {
  const probes = allProbes(spec);
  return probes.flatMap((one): StrayPort[] => {
    const { port } = probePort(one.container, one.probe);
    if (port === undefined || !isUndeclared(one, port, spec)) return [];
    const own = probes.filter((each) => each.container === one.container);
    const ports = own.map((each) => probePort(each.container, each.probe).port);
    const declared = tcpPortsOf(one.container).map(({ containerPort }) => containerPort);
    const served = serverPorts(one.container.spec);
    if (served && !served.includes(port) && declared.some((each) => served.includes(each)))
      return [{ ...one, port, proof: 'server' }];
    // A port of its own for all probes is mostly meant.
    if (ports.length > 1 && !ports.some((each) => each !== undefined && declared.includes(each))) return [];
    return [
      { ...one, port, proof: ports.some((each) => each !== undefined && declared.includes(each)) ? 'probe' : 'none' },
    ];
  });
}

function isUndeclared({ container, probe }: ProbeOfContainer, port: number, spec: PodSpecFacts): boolean {
  return (
    tcpPortsOf(container).length > 0 &&
    probeHost(probe) === undefined &&
    !stayingContainers(spec).some((each) => each.spec.ports?.some(({ containerPort }) => containerPort === port)) &&
    !saysPort(container, spec, port)
  );
}

/** `the only port that web declares is 8080 (http)`. */
function declaredText(container: ContainerSpec): string {
  const declared = tcpPortsOf(container);
  const ports = listText(declared.map(({ name, containerPort }) => `${containerPort}${name ? ` (${name})` : ''}`));
  return declared.length === 1
    ? `the only port that ${container.name} declares is ${ports}`
    : `${container.name} declares ${ports}`;
}

/** What every finding about such a probe has. */
export function strayPortObservation(
  one: StrayPort,
  subject: Subject,
): Pick<Observation, 'container' | 'confidence' | 'path' | 'title' | 'evidence' | 'remedies'> {
  const { container, type, port } = one;
  const path = `${one.path}.${handlerOf(one)}.port`;
  const [only, ...more] = tcpPortsOf(container);
  const right = only && more.length === 0 ? (only.name ?? only.containerPort) : undefined;
  return {
    container,
    confidence: 'likely',
    path,
    title: `the ${type} probe of ${containerText(container)} asks port ${port}, and ${declaredText(container)}`,
    evidence: [probeEvidence(one), fieldEvidence('spec', `${container.path}.ports`, declaredText(container))],
    remedies:
      right === undefined
        ? []
        : [
            changeContainer(subject, container, [probeField(type), handlerOf(one), 'port'], right, {
              action: `Point the ${type} probe at port ${right}`,
              why: `it is the only port that ${container.name} declares`,
            }),
          ],
  };
}

const leadsTo: Readonly<Record<ProbeType, string>> = {
  startup: 'The kubelet kills it before it ever counts as started, again and again',
  liveness: 'The kubelet kills the healthy container again and again',
  readiness: 'The container never becomes ready, so no Service sends it traffic',
};

/** Probes of a type of which the manifest alone shows that nothing will answer. */
export function* foreseenStrayPorts(spec: PodSpecFacts, subject: Subject, type: ProbeType): Generator<Observation> {
  for (const one of strayPorts(spec)) {
    if (one.type !== type || one.proof === 'none') continue;
    const { container, port, timing } = one;
    const why =
      one.proof === 'server'
        ? `Image ${container.spec.image ?? ''} serves ${listText((serverPorts(container.spec) ?? []).map(String))}, and nothing in the manifest tells it to listen on ${port}.`
        : `Another probe of ${container.name} asks a port that it declares, and no argument or variable speaks of ${port}.`;
    const when = type === 'readiness' ? '' : `: it ${arithmeticText(type, timing)}`;
    yield {
      ...strayPortObservation(one, subject),
      detail: 'wrong-port',
      severity: one.proof === 'server' ? 'error' : 'warning',
      explanation: `${why} ${leadsTo[type]}${when}.`,
    };
  }
}
