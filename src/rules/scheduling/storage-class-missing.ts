import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { similarNames } from '../../facts/similar.ts';
import { storageClassMissing as foresee } from '../foresee/storage-class-missing.ts';
import { aboutClaim, claimEvidence, stuckClaims } from '../kit/claims.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { namesText } from '../kit/scheduling.ts';

export const storageClassMissing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],
  foresee,

  *check(facts) {
    for (const stuck of stuckClaims(facts, 'class-missing')) {
      const { claim, className = '', event } = stuck;
      const names = (valueOf(facts.storage.storageClasses) ?? []).map(nameOf).sort();
      const similar = similarNames(className, names);
      const others = similar.length > 0 ? similar : names;
      const [other] = others;
      const said = event !== undefined && event.message.includes('not found');
      yield {
        ...aboutClaim(stuck),
        ...(said || claim.storageClass.state === 'absent' ? {} : { confidence: 'likely' as const }),
        title: `claim ${claim.claimName} names StorageClass ${className}, which does not exist`,
        explanation:
          `Without the class nothing makes a volume for the claim, so it stays unbound and the pod cannot be placed.` +
          `${others.length > 0 ? ` The cluster has ${namesText(others)}${similar.length > 0 ? ', which may be meant' : ''}.` : ''}`,
        evidence: [
          ...claimEvidence(stuck),
          ...(names.length > 0 ? [fieldEvidence('claim', 'StorageClasses', namesText(names))] : []),
        ],
        remedies: [
          advise(
            other !== undefined
              ? `Make the claim again with StorageClass ${other}`
              : 'Make the claim again with a StorageClass that exists',
            'the class of a claim cannot be changed once it is set',
            `claim ${claim.claimName} is deleted; it has no volume and so no data`,
          ),
          advise(`Or create a StorageClass named ${className}`, 'the claim is provisioned as soon as the class exists'),
          look(
            'See which StorageClasses there are',
            'the name may be spelt differently',
            kubectlCluster('get', 'storageclasses'),
          ),
        ],
      };
    }
  },
});
