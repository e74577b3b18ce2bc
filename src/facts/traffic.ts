import type { ContainerSpec, PodSpecFacts } from '../core/evidence.ts';
import type { Service, ServicePort } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { staysRunning } from '../core/rule.ts';
import { objectsOfKind } from './bundle.ts';
import { isInjected, servicesSelecting, targetPortOf } from './services.ts';

/** A way that requests take: a port of a Service and the container that it leads to. */
export interface Traffic {
  readonly service: Service;
  readonly port: ServicePort;
  readonly container: ContainerSpec;
}

/** Where the Services come from: the namespace of a live pod, or the input of lint. */
export interface ServiceSource {
  readonly services?: readonly Service[];
  readonly bundle?: BundleFacts;
  readonly namespace: string;
}

/** The Services of the pod's namespace; undefined where none are known: of a live pod they were not listed, or the input of lint has none. */
export function servicesKnown({ services, bundle, namespace }: ServiceSource): readonly Service[] | undefined {
  if (services) return services;
  const found: readonly Service[] = objectsOfKind(bundle, 'Service', namespace);
  return found.length > 0 || bundle?.complete.has('Service') ? found : undefined;
}

const measuring =
  /metric|prom(?!o)|monitor|telemetry|debug|pprof|jmx|profil|tracing|health|probe|admin|gossip|raft|peer/i;

/** A port that is there to be looked at rather than to serve: `metrics`, `debug`, `health`. */
export function isMeasuring(name: string | undefined): boolean {
  return measuring.test(name ?? '');
}

/**
 * The containers that Services send requests to, once for each port. Services that take unready pods on purpose (publishNotReadyAddresses), ports for metrics
 * and proxies of a mesh do not count. A number that no container declares leads to the only app container, where there is only one.
 */
export function trafficOf(spec: PodSpecFacts, services: readonly Service[]): Traffic[] {
  const containers = spec.containers.filter(({ kind, name }) => staysRunning(kind) && Boolean(name));
  const apps = containers.filter((one) => one.kind === 'app' && !isInjected(one));
  return servicesSelecting(services, spec.metadata.labels ?? {})
    .filter((service) => service.spec?.publishNotReadyAddresses !== true)
    .flatMap((service) =>
      (service.spec?.ports ?? []).flatMap((port) => {
        const { declared, target } = targetPortOf(port, containers);
        if (isMeasuring(port.name) || isMeasuring(declared?.name) || isMeasuring(String(target))) return [];
        const declares = ({ spec: { ports = [] } }: ContainerSpec): boolean =>
          declared !== undefined && ports.includes(declared);
        const container =
          containers.find(declares) ?? (apps.length === 1 && typeof target === 'number' ? apps[0] : undefined);
        return container && !isInjected(container) ? [{ service, port, container }] : [];
      }),
    );
}

/** `Service web`, as sentences name it. */
export function serviceName(service: Service): string {
  return `Service ${service.metadata?.name ?? '(unnamed)'}`;
}
