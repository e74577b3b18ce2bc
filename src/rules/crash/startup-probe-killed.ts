import { defineRule } from '../../core/rule.ts';
import { probeKillObservations } from '../kit/probe-kills.ts';

export const startupProbeKilled = defineRule({
  id: 'startup-probe-killed',
  title: 'The kubelet kills the container because its startup probe fails',
  topic: 'crash',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],

  *check(facts) {
    yield* probeKillObservations('startup', facts);
  },
});
