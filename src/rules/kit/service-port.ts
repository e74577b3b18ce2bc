import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { ContainerPort, Service } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { isInjected, portsOf, type TargetPort } from '../../facts/services.ts';
import { fieldEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';
import { act, advise, kubectl } from './remedies.ts';

/** A Service whose port leads nowhere in the pod: what arrives where, what there is, and how to set it right. */
export function servicePortObservation(
  service: Service,
  target: TargetPort,
  containers: readonly ContainerSpec[],
  subject: Subject,
): Observation {
  const name = nameOf(service);
  const own = containers.filter((one) => !isInjected(one));
  const candidates = portsOf(own, target.protocol);
  const silent = own.some(({ kind, spec }) => kind === 'app' && (spec.ports ?? []).length === 0);
  const named = target.number === undefined;
  const wrong = named ? `the port named ${target.target}` : `port ${target.target}`;
  return {
    title: `Service ${name} sends traffic to ${wrong}, which ${named ? 'no container has' : 'no container declares'}`,
    explanation: `${whatHappens(name, target)} ${whatThereIs(containers, target)} ${outcome(named)}`,
    evidence: [
      fieldEvidence(
        'service',
        `spec.ports[${target.port.name ?? target.port.port}]`,
        `${name}: port ${target.port.port}, targetPort ${target.target}, ${target.protocol}`,
      ),
      fieldEvidence('spec', 'spec.containers[*].ports', portList(containers) || 'none declared'),
    ],
    remedies: remediesOf(service, target, candidates, containers, subject),
    ...(named ? {} : ({ confidence: silent ? 'possible' : 'likely' } as const)),
    ...(named || !silent ? {} : ({ severity: 'warning' } as const)),
  };
}

function whatHappens(name: string, { port, target, protocol }: TargetPort): string {
  return `Service ${name} passes what arrives on its port ${port.port} (${protocol}) to ${typeof target === 'string' ? `the port named ${target}` : `port ${target}`} of the pod.`;
}

function whatThereIs(containers: readonly ContainerSpec[], { target }: TargetPort): string {
  const list = portList(containers);
  if (list === '') return 'The containers declare no ports at all.';
  const otherwise = containers.flatMap(({ spec }) => spec.ports ?? []).some(({ name }) => name === target);
  return otherwise
    ? `The containers declare ${list}: the name is there, with another protocol.`
    : `The containers declare ${list}.`;
}

function outcome(named: boolean): string {
  return named
    ? 'A name that no container declares cannot be resolved, so the endpoints of the Service have no such port and connections fail.'
    : 'A port need not be declared to be open, but as they do declare others, most likely nothing listens there and connections are refused.';
}

function portList(containers: readonly ContainerSpec[]): string {
  const text = ({ name, containerPort, protocol }: ContainerPort): string =>
    `${name ? `${name} ` : ''}${containerPort}${protocol && protocol !== 'TCP' ? `/${protocol}` : ''}`;
  return listOf(
    containers
      .filter(({ kind }) => kind === 'app' || kind === 'sidecar')
      .flatMap(({ name, spec }) => (spec.ports ?? []).map((port) => `${text(port)} (${name})`)),
  );
}

function remediesOf(
  service: Service,
  { port, target, protocol }: TargetPort,
  candidates: readonly ContainerPort[],
  containers: readonly ContainerSpec[],
  subject: Subject,
): Observation['remedies'] {
  const name = nameOf(service);
  const best =
    candidates.find(({ containerPort }) => containerPort === port.port) ??
    candidates.find((one) => one.name === port.name) ??
    candidates[0];
  const value = best?.name ?? best?.containerPort;
  const index = (service.spec?.ports ?? []).indexOf(port);
  const patch = JSON.stringify([{ op: 'replace', path: `/spec/ports/${index}/targetPort`, value }]);
  const app = containers.find(({ kind }) => kind === 'app')?.name ?? 'the container';
  return [
    ...(value === undefined
      ? []
      : [
          {
            ...act(
              `Set targetPort of Service ${name} to ${value}`,
              `${candidates.length === 1 ? 'the only' : 'a'} ${protocol} port that the pod declares${best?.name ? ` (${best.containerPort})` : ''}`,
              kubectl(subject, 'patch', `service/${name}`, '--type=json', '-p', patch),
              'none for the pods; the endpoints change at once',
            ),
            patch: { target: `Service/${name}`, path: `/spec/ports/${index}/targetPort`, value },
          },
        ]),
    advise(
      typeof target === 'string'
        ? `Or name the right port of ${app} ${target}`
        : `Or let ${app} listen on ${target} and declare it`,
      'the Service expects it',
      'new rollout',
    ),
  ];
}
