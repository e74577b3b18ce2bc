import { defineRule } from '../../core/rule.ts';
import { probeKillObservations } from '../kit/probe-kills.ts';

export const livenessProbeKilled = defineRule({
  id: 'liveness-probe-killed',
  title: 'The kubelet kills the container because its liveness probe fails',
  topic: 'crash',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],

  *check(facts) {
    yield* probeKillObservations('liveness', facts);
  },
});
