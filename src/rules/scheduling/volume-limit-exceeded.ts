import type { ClaimFacts } from '../../core/evidence.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, inBrackets, namesText, othersText, preemptionText, preemptionTitle } from '../kit/scheduling.ts';

export const volumeLimitExceeded = defineRule({
  id: 'volume-limit-exceeded',
  title: 'The nodes can attach no more volumes',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'volume-limit');
    if (!scheduling || !block) return;
    const byDriver = new Map<string, string[]>();
    for (const claim of facts.storage.claims) {
      const driver = driverOf(claim);
      byDriver.set(driver, [...(byDriver.get(driver) ?? []), claim.claimName]);
    }
    const asks = [...byDriver].map(
      ([driver, claims]) =>
        `${claims.length === 1 ? '1 volume' : `${claims.length} volumes`}${driver && ` of ${driver}`} (${claims.length === 1 ? 'claim' : 'claims'} ${namesText(claims)})`,
    );
    const have = block.count === 1 ? 'has' : 'have';
    const missing = block.reasons.find(({ subject }) => subject)?.subject;
    yield refusal(facts, scheduling, block, {
      detail: missing ? 'driver-missing' : 'limit',
      title:
        preemptionTitle(scheduling) ??
        (missing
          ? `${countText(block, scheduling)} ${have} no CSI driver ${missing}`
          : `${countText(block, scheduling)}${inBrackets(block.nodes)} ${have} no room for its volumes: the number of volumes a node may attach is limited`),
      explanation:
        `${asks.length > 0 ? `The pod mounts ${namesText(asks)}. ` : ''}` +
        (missing
          ? `A node without the driver cannot attach a volume of it.`
          : 'A driver lets a node attach only so many volumes; those of the pod and those that are attached already would be more.') +
        preemptionText(scheduling) +
        othersText(scheduling, 'volume-limit'),
      evidence: [
        ...[...byDriver].flatMap(([driver, claims]) =>
          claims.map((name) => fieldEvidence('claim', name, driver ? `volume of ${driver}` : 'volume of the pod')),
        ),
      ],
      remedies: [
        look(
          'See the limits of the nodes',
          'spec.drivers[].allocatable.count is how many volumes a node may attach',
          kubectlCluster('get', 'csinodes', '-o', 'yaml'),
        ),
        look(
          'See what is attached where',
          'volumes of pods that are gone may still be attached',
          kubectlCluster('get', 'volumeattachments'),
        ),
        advise(
          'Add a node, or nodes of a size that attaches more volumes',
          'the limit belongs to the machine and its driver',
        ),
        advise('Or let the pod use fewer volumes', 'each claim counts as one'),
      ],
    });
  },
});

function driverOf({ persistentVolume, storageClass }: ClaimFacts): string {
  return valueOf(persistentVolume)?.spec?.csi?.driver ?? valueOf(storageClass)?.provisioner ?? '';
}
