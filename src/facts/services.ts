import type { ContainerSpec } from '../core/evidence.ts';
import type { ContainerPort, Service, ServicePort } from '../core/kubernetes.ts';
import { staysRunning } from '../core/rule.ts';
import { nameOf } from './metadata.ts';
import { matchesMap, type Labels } from './selectors.ts';
import { editDistance } from './similar.ts';

/** Whether the endpoint controller fills the Service from pods at all: ExternalName and selector-less ones are filled by others. */
export function hasSelector({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;
}

/** The Services that select pods with these labels, by name. */
export function servicesSelecting(services: readonly Service[], labels: Labels): Service[] {
  const candidates = services.length > fewServices ? candidatesFor(services, labels) : services;
  return candidates.filter((service) => hasSelector(service) && matchesMap(service.spec?.selector, labels));
}

/** From so many Services on they are looked up by a label instead of going through all of them for each pod. */
const fewServices = 20;
const byLabel = new WeakMap<readonly Service[], ReadonlyMap<string, readonly number[]>>();

/** The Services, in their order, of which the first label of the selector fits. */
function candidatesFor(services: readonly Service[], labels: Labels): Service[] {
  const index = byLabel.get(services) ?? labelIndex(services);
  const positions = Object.entries(labels).flatMap(([key, value]) => index.get(`${key}=${value}`) ?? []);
  return positions
    .sort((a, b) => a - b)
    .map((position) => services[position])
    .filter((service) => service !== undefined);
}

function labelIndex(services: readonly Service[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  services.forEach(({ spec }, position) => {
    const [first] = Object.entries(spec?.selector ?? {});
    if (!first) return;
    const label = `${first[0]}=${first[1]}`;
    const list = index.get(label);
    if (list) list.push(position);
    else index.set(label, [position]);
  });
  byLabel.set(services, index);
  return index;
}

/** What the target of a Service's port is in a pod. */
export interface TargetPort {
  readonly port: ServicePort;
  readonly protocol: string;
  /** What `targetPort` says; the Service's own port where it says nothing, as the API server defaults it. */
  readonly target: number | string;
  /** The number that the endpoints get; missing where a name leads nowhere: then they get no such port. */
  readonly number?: number;
  /** The port of a container that it leads to; missing for a number that none declares. */
  readonly declared?: ContainerPort;
}

/**
 * Resolves `targetPort` as the endpoint controllers do (pkg/api/v1/pod or component-helpers, FindPort): a name is looked up among the ports of the
 * app containers, then of the sidecars, with the same protocol; a number is taken as it is, whether a container declares it or not.
 */
export function targetPortOf(port: ServicePort, containers: readonly ContainerSpec[]): TargetPort {
  const protocol = port.protocol || 'TCP';
  const target =
    port.targetPort === undefined || port.targetPort === '' || port.targetPort === 0 ? port.port : port.targetPort;
  const declared = portsOf(containers, protocol).find((one) =>
    typeof target === 'number' ? one.containerPort === target : one.name === target,
  );
  const number = typeof target === 'number' ? target : declared?.containerPort;
  return {
    port,
    protocol,
    target,
    ...(number === undefined ? {} : { number }),
    ...(declared ? { declared } : {}),
  };
}

/** The ports that containers declare for a protocol; app containers first, as they are looked at. Init and ephemeral containers do not count. */
export function portsOf(containers: readonly ContainerSpec[], protocol: string): ContainerPort[] {
  const of = (kind: ContainerSpec['kind']): ContainerPort[] =>
    containers
      .filter((container) => container.kind === kind && staysRunning(kind))
      .flatMap(({ spec }) => spec.ports ?? []);
  return [...of('app'), ...of('sidecar')].filter((one) => (one.protocol || 'TCP') === protocol);
}

/** A selector entry that a pod does not satisfy. */
export interface Mismatch {
  readonly key: string;
  readonly wanted: string;
  /** The pod's value; missing where it has no such label. */
  readonly actual?: string;
}

export function mismatchesOf(service: Service, labels: Labels): Mismatch[] {
  return Object.entries(service.spec?.selector ?? {})
    .filter(([key, wanted]) => labels[key] !== wanted)
    .map(([key, wanted]) => {
      const actual = labels[key];
      return { key, wanted, ...(actual === undefined ? {} : { actual }) };
    });
}

/** Keys whose values tell apart pods of one workload on purpose, and change while they run. */
const chosen =
  /(^|[/.-])(role|leader|master|primary|state|slot|colou?r|track|version|release-track|shard|active|zone|canary|stage|revision|index|pod-name|pod-index|hash)$/i;

/** Keys that say which application it is: people mix them up. */
const identity = /(^|[/.-])(app|name|k8s-app|run|service|svc)$/i;

/** Two values of which one is plainly the other misspelt: a letter or two apart, and not only in their numbers (`v1`, `v2`). */
export function isMisspelt(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[_.]/g, '-');
  if (plain(a) === plain(b)) return true;
  if (a.replace(/\d+/g, '') === b.replace(/\d+/g, '')) return false;
  const [short = '', long = ''] = [plain(a), plain(b)].sort((x, y) => x.length - y.length);
  if (short.length < 5) return short.length > 2 && long.length === short.length + 1 && long.startsWith(short);
  return editDistance(short, long) <= (short.length < 6 ? 1 : 2);
}

/** A Service that plainly means a pod that it does not select. */
export interface NearService {
  readonly service: Service;
  readonly mismatches: readonly Mismatch[];
  /** It carries the name of the workload, or the StatefulSet names it. */
  readonly byName: boolean;
}

/**
 * The Services that do not select the pod and plainly mean to, the nearest first. One does by its name (`names`: the workload's, and the one
 * that its StatefulSet gives) or by its selector: all of it fits but for values that are misspelt, or for a key under which the pod has no label while it has that very
 * value under another one. What differs in a role, a version or a colour is told apart on purpose.
 */
export function nearServices(services: readonly Service[], labels: Labels, names: readonly string[]): NearService[] {
  const stem = (name: string): string => name.replace(/-(svc|service|headless)$/, '');
  return services
    .filter((service) => hasSelector(service) && !matchesMap(service.spec?.selector, labels))
    .map((service) => ({
      service,
      mismatches: mismatchesOf(service, labels),
      byName: names.some((name) => name === nameOf(service) || stem(name) === stem(nameOf(service))),
    }))
    .filter(({ mismatches }) => mismatches.every(({ key }) => !chosen.test(key)))
    .filter(({ mismatches, byName }) => byName || mismatches.every((one) => isSlip(one, labels)))
    .filter(({ service, mismatches, byName }) => byName || fitsOtherwise(service, mismatches))
    .sort(
      (a, b) =>
        Number(b.byName) - Number(a.byName) ||
        a.mismatches.length - b.mismatches.length ||
        (nameOf(a.service) < nameOf(b.service) ? -1 : 1),
    );
}

function isSlip({ wanted, actual }: Mismatch, labels: Labels): boolean {
  if (actual !== undefined) return isMisspelt(wanted, actual);
  return Object.entries(labels).some(([key, value]) => identity.test(key) && value === wanted);
}

/**
 * A Service called like the value that it selects is likely another application's (`coupons` beside `coupon`), unless more of its selector fits or the two
 * are written with the same letters (`webapi` and `web-api`).
 */
function fitsOtherwise(service: Service, mismatches: readonly Mismatch[]): boolean {
  const entries = Object.keys(service.spec?.selector ?? {}).length;
  const letters = (text: string): string => text.toLowerCase().replace(/[-_.]/g, '');
  return (
    mismatches.length < entries ||
    mismatches.every(({ wanted, actual = '' }) => wanted !== nameOf(service) || letters(wanted) === letters(actual))
  );
}

/** Clients of a headless Service get the addresses of the pods from DNS: its ports count for nobody but those who ask for a port by name. */
export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIP === 'None';
}

const injectedNames = new Set([
  'cloud-sql-proxy',
  'cloudsql-proxy',
  'consul-connect-envoy-sidecar',
  'consul-dataplane',
  'daprd',
  'envoy-sidecar',
  'istio-proxy',
  'kuma-sidecar',
  'linkerd-proxy',
  'osm-envoy',
  'vault-agent',
]);

/** Proxies that a mesh injects: they declare ports of their own, which say nothing about the application. */
export function isInjected({ name, spec }: ContainerSpec): boolean {
  const { image = '' } = spec;
  return (
    injectedNames.has(name) || (/istio|linkerd/.test(image) && /\/(proxyv2|linkerd2?-proxy|proxy)(:|@)/.test(image))
  );
}

/** The container speaks of the port without declaring it: a probe asks it, or an argument or variable holds it. */
export function hintsAtPort({ spec }: ContainerSpec, port: number): boolean {
  const probed = [spec.readinessProbe, spec.livenessProbe, spec.startupProbe].some(
    (probe) => (probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port) === port,
  );
  const texts = [...(spec.command ?? []), ...(spec.args ?? []), ...(spec.env ?? []).map(({ value }) => value ?? '')];
  return probed || texts.some((text) => new RegExp(`(^|[^\\d])${port}([^\\d]|$)`).test(text));
}

/**
 * Numbers work undeclared: a number counts only where the containers do declare what they serve, no probe or argument speaks of it, and what they declare is more
 * than the port of a side matter like metrics.
 */
export function isSuspectTarget({ number, protocol }: TargetPort, containers: readonly ContainerSpec[]): boolean {
  const own = containers.filter((one) => !isInjected(one));
  const ports = own.flatMap(({ spec, kind }) => (kind === 'app' ? (spec.ports ?? []) : []));
  if (number === undefined || ports.some(({ containerPort }) => containerPort === number)) return false;
  if (containers.some((container) => hintsAtPort(container, number))) return false;
  return ports.some(
    (port) =>
      (port.protocol || 'TCP') === protocol && !/metric|prom|admin|health|debug|pprof|jmx/i.test(port.name ?? ''),
  );
}
