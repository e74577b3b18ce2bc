import { defineRule } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { aboutClaim, claimEvidence, stuckClaims } from '../kit/claims.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { provisionerOf, isRemoved, failureText, provisioningText, provisioningRemedies } from '../kit/provisioner.ts';

/** Seconds after which the silence of a provisioner is certain rather than likely to mean that it does not run. */
const certainAfter = 120;

export const pvcProvisioningFailed = defineRule({
  id: 'pvc-provisioning-failed',
  title: 'No volume is made for a claim of the pod',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],

  *check(facts) {
    for (const stuck of stuckClaims(facts, 'failed', 'silent')) {
      const { claim, storageClass, kind, age = 0 } = stuck;
      const sure = kind === 'failed' || age >= certainAfter;
      yield {
        ...aboutClaim(stuck),
        ...(sure ? {} : { confidence: 'likely' as const }),
        detail: kind === 'failed' ? (isRemoved(stuck) ? 'no-plugin' : 'error') : 'no-answer',
        title:
          kind === 'failed'
            ? `no volume can be made for claim ${claim.claimName}: ${failureText(stuck)}`
            : `nobody makes the volume of claim ${claim.claimName}: provisioner ${provisionerOf(stuck)} does not answer`,
        explanation: provisioningText(stuck),
        evidence: [
          ...claimEvidence(stuck),
          ...(storageClass
            ? [
                fieldEvidence(
                  'claim',
                  `StorageClass ${nameOf(storageClass)}`,
                  `provisioner ${storageClass.provisioner ?? 'not given'}`,
                ),
              ]
            : []),
        ],
        remedies: provisioningRemedies(facts.subject, stuck),
      };
    }
  },
});
