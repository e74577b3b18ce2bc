import { defineForesight } from '../../core/rule.ts';
import { hasTarget, otherWorkloads, servicesIn } from '../../facts/bundle-services.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { isHeadless, isSuspectTarget, servicesSelecting, targetPortOf } from '../../facts/services.ts';
import { servicePortObservation } from '../kit/service-port.ts';

export const servicePortMismatch = defineForesight({
  of: {
    id: 'service-port-mismatch',
    title: 'A Service sends traffic to a port that the pod does not have',
    topic: 'readiness',
    severity: 'error',
    verdict: 'degraded',
  },
  stage: 'running',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    if (/Job$/.test(workload.kind)) return;
    const services = servicesIn(bundle, workload.namespace);
    for (const service of servicesSelecting(services, labelsOf(spec))) {
      for (const port of service.spec?.ports ?? []) {
        const target = targetPortOf(port, spec.containers);
        if (target.declared || (target.number !== undefined && isHeadless(service))) continue;
        if (target.number !== undefined && !isSuspectTarget(target, spec.containers)) continue;
        // A Service over several workloads may send this port to another of them.
        if (otherWorkloads(service, bundle, workload).some((other) => hasTarget(other, port))) continue;
        const app = spec.containers.find(({ kind, spec: { ports } }) => kind === 'app' && ports?.length);
        const [first] = spec.containers.filter(({ kind }) => kind === 'app');
        yield {
          ...servicePortObservation(service, target, spec.containers, subject),
          path: app ? `${app.path}.ports` : (first?.path ?? spec.path),
          ...(app ? { atKey: true } : {}),
        };
      }
    }
  },
});
