import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { placeOf } from '../../facts/volume-place.ts';
import { aboutClaim, claimEvidence, stuckClaims } from '../kit/claims.ts';
import {
  unexplainedClaims,
  unboundTitle,
  unboundText,
  misfitEvidence,
  classEvidence,
  unboundRemedies,
} from '../kit/unbound.ts';

export const pvcUnbound = defineRule({
  id: 'pvc-unbound',
  title: 'A PersistentVolumeClaim of the pod is not bound to a volume',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],

  *check(facts) {
    const nodes = facts.cluster?.nodes ?? [];
    const volumes = valueOf(facts.storage.persistentVolumes) ?? [];
    const stuckOnes = stuckClaims(facts, 'static', 'no-class', 'prebound', 'lost', 'no-storage');
    for (const stuck of stuckOnes) {
      // A volume is there and only out of reach: that is another rule's matter.
      if (stuck.kind === 'static' && placeOf(stuck.claim, nodes, volumes)) continue;
      const classes = valueOf(facts.storage.storageClasses);
      yield {
        ...aboutClaim(stuck),
        detail: stuck.kind,
        title: unboundTitle(stuck),
        explanation: unboundText(stuck, classes),
        evidence: [
          ...claimEvidence(stuck),
          ...classEvidence(stuck, classes),
          ...stuck.misfits.slice(0, 5).map(misfitEvidence),
        ],
        remedies: unboundRemedies(facts.subject, stuck, classes),
      };
    }
    yield* unexplainedClaims(facts);
  },
});
