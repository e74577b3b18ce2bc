import { defineRule } from '../../core/rule.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { servicesKnown } from '../../facts/traffic.ts';
import { servicesSelecting } from '../../facts/services.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, probeEvidence } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';

export const probeOnFinishedWork = defineRule({
  id: 'probe-on-finished-work',
  title: 'A container of a Job has a readiness probe',
  topic: 'probes',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],
  mayUse: ['services', 'bundle'],

  *check({ spec, subject, services, bundle }) {
    const { kind, name } = subject.workload;
    if (kind !== 'Job' && kind !== 'CronJob') return;
    const known = servicesKnown({
      ...(services ? { services } : {}),
      ...(bundle ? { bundle } : {}),
      namespace: subject.namespace,
    });
    if (servicesSelecting(known ?? [], labelsOf(spec)).length > 0) return;
    for (const one of allProbes(spec)) {
      if (one.type !== 'readiness' || one.container.kind !== 'app') continue;
      yield {
        container: one.container,
        path: one.path,
        atKey: true,
        title: `${containerText(one.container)} of ${kind} ${name} has a readiness probe, and nobody asks whether it is ready`,
        explanation:
          'A Job waits for its containers to end, not to become ready, and no Service sends requests to it. The probe only costs, and makes the pod look unready while it works.',
        evidence: [probeEvidence(one)],
        remedies: [advise(`Take the readiness probe of ${one.container.name} away`, 'it changes nothing for the Job')],
      };
    }
  },
});
