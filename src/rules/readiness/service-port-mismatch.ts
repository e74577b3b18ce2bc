import { defineRule } from '../../core/rule.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { isFinished } from '../../facts/pod-status.ts';
import { isHeadless, isSuspectTarget, servicesSelecting, targetPortOf } from '../../facts/services.ts';
import { servicePortMismatch as foresee } from '../foresee/service-port-mismatch.ts';
import { servicePortObservation } from '../kit/service-port.ts';

export const servicePortMismatch = defineRule({
  ...foresee.of,
  needs: ['spec', 'status', 'services'],
  foresee,

  *check({ status, services, subject }) {
    if (status.deletion || isFinished(status)) return;
    for (const service of servicesSelecting(services, labelsOf(status.pod))) {
      for (const port of service.spec?.ports ?? []) {
        const target = targetPortOf(port, status.containers);
        if (target.declared || (target.number !== undefined && isHeadless(service))) continue;
        if (target.number !== undefined && !isSuspectTarget(target, status.containers)) continue;
        yield servicePortObservation(service, target, status.containers, subject);
      }
    }
  },
});
