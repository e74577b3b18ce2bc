import { defineForesight } from '../../core/rule.ts';
import { foreseenStrayPorts } from '../kit/stray-port.ts';

export const readinessProbeFailing = defineForesight({
  of: {
    id: 'readiness-probe-failing',
    title: 'The readiness probe fails, so the pod gets no traffic',
    topic: 'readiness',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    yield* foreseenStrayPorts(spec, subject, 'readiness');
  },
});
