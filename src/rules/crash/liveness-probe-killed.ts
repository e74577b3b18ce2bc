import { defineRule } from '../../core/rule.ts';
import { livenessProbeKilled as foresee } from '../foresee/liveness-probe-killed.ts';
import { probeKillObservations } from '../kit/probe-kills.ts';

export const livenessProbeKilled = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],
  foresee,

  *check(facts) {
    yield* probeKillObservations('liveness', facts);
  },
});
