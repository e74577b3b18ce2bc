import { defineRule } from '../../core/rule.ts';
import { startupProbeKilled as foresee } from '../foresee/startup-probe-killed.ts';
import { probeKillObservations } from '../kit/probe-kills.ts';

export const startupProbeKilled = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],
  foresee,

  *check(facts) {
    yield* probeKillObservations('startup', facts);
  },
});
