import { defineForesight } from '../../core/rule.ts';
import { foreseenStrayPorts } from '../kit/stray-port.ts';

export const startupProbeKilled = defineForesight({
  of: {
    id: 'startup-probe-killed',
    title: 'The kubelet kills the container because its startup probe fails',
    topic: 'crash',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    yield* foreseenStrayPorts(spec, subject, 'startup');
  },
});
