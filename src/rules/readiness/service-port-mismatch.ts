import type { ContainerSpec } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { isFinished } from '../../facts/pod-status.ts';
import { hintsAtPort, isInjected, servicesSelecting, targetPortOf, type TargetPort } from '../../facts/services.ts';
import { servicePortObservation } from '../kit/service-port.ts';

export const servicePortMismatch = defineRule({
  id: 'service-port-mismatch',
  title: 'A Service sends traffic to a port that the pod does not have',
  topic: 'readiness',
  severity: 'error',
  verdict: 'degraded',
  needs: ['spec', 'status', 'services'],

  *check({ status, services, subject }) {
    if (status.deletion || isFinished(status)) return;
    for (const service of servicesSelecting(services, status.pod.metadata?.labels ?? {})) {
      for (const port of service.spec?.ports ?? []) {
        const target = targetPortOf(port, status.containers);
        if (target.declared || (target.number !== undefined && !isSuspect(target, status.containers))) continue;
        yield servicePortObservation(service, target, status.containers, subject);
      }
    }
  },
});

/**
 * Numbers work undeclared: a number counts only where the containers do declare what they serve, no probe or argument speaks of it, and what they declare is more
 * than the port of a side matter like metrics.
 */
function isSuspect({ number, protocol }: TargetPort, containers: readonly ContainerSpec[]): boolean {
  const own = containers.filter((one) => !isInjected(one));
  const ports = own.flatMap(({ spec, kind }) => (kind === 'app' ? (spec.ports ?? []) : []));
  if (number === undefined || ports.some(({ containerPort }) => containerPort === number)) return false;
  if (containers.some((container) => hintsAtPort(container, number))) return false;
  return ports.some(
    (port) =>
      (port.protocol || 'TCP') === protocol && !/metric|prom|admin|health|debug|pprof|jmx/i.test(port.name ?? ''),
  );
}
