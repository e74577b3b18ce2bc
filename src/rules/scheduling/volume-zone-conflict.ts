import type { ClaimFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { blockOf, type Scheduling } from '../../facts/scheduling.ts';
import { placeOf, type VolumePlace } from '../../facts/volume-place.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, inBrackets, namesText, othersText, refusedText } from '../kit/scheduling.ts';

export const volumeZoneConflict = defineRule({
  id: 'volume-zone-conflict',
  title: 'The volume can only be used where the pod cannot run',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const { claims } = facts.storage;
    const nodes = facts.cluster?.nodes ?? [];
    const volumes = valueOf(facts.storage.persistentVolumes) ?? [];
    const places = claims.flatMap((claim) => placeOf(claim, nodes, volumes) ?? []);
    // Claims that wait for a node have no volume yet: where their class or an earlier choice allows one decides.
    const waiting = places.some(({ from }) => from !== 'volume');
    const block = blockOf(scheduling, 'volume-zone') ?? (waiting ? blockOf(scheduling, 'no-volume') : undefined);
    if (!scheduling || !block) return;
    const bound = block.kind === 'volume-zone' ? places.filter(({ from }) => from === 'volume') : places;
    const [first] = bound.length > 0 ? bound : places;
    const named = claims.map(({ claimName }) => claimName);
    yield refusal(facts, scheduling, block, {
      detail: first?.from ?? 'volume',
      title: first
        ? `${first.name} of claim ${first.claim.claimName} can only be used ${whereText(first)}, not on ${countText(block, scheduling)}${inBrackets(block.nodes)}`
        : `a volume of the pod${named.length > 0 ? ` (claim ${namesText(named)})` : ''} cannot be used on ${countText(block, scheduling)}`,
      explanation: `${meaning(first)}${elsewhere(first, scheduling)}${othersText(scheduling, 'volume-zone', 'no-volume')}`,
      evidence: [...bound.flatMap(placeEvidence), ...claims.flatMap(claimEvidence)],
      remedies: [
        advise(
          `Let the pod run where its volume is${first ? ` (${whereText(first)})` : ''}: make room there, or change its nodeSelector, affinity or tolerations`,
          'a volume does not move',
        ),
        advise(
          'Or make the volume again where the pod may run, and copy the data',
          'a claim of a class with WaitForFirstConsumer is placed with its pod',
          'the data has to be copied',
        ),
        ...(first?.volume
          ? [
              look(
                'See where the volume may be used',
                'Node Affinity and labels say it',
                kubectlCluster('describe', 'pv', first.volume),
              ),
            ]
          : []),
      ],
    });
  },
});

function whereText({ text, nodes }: VolumePlace): string {
  return nodes.length > 0 ? `on ${namesText(nodes)}` : `where ${text}`;
}

function meaning(place: VolumePlace | undefined): string {
  if (place?.from === 'class')
    return `StorageClass ${place.name.replace(/^\S+ /, '')} makes volumes only where ${place.text}.`;
  if (place?.from === 'selected-node')
    return `The claim was promised to ${place.text} by an earlier attempt and no volume came of it; until that is withdrawn every other node is refused.`;
  if (place?.from === 'free')
    return `Claim ${place.claim.claimName} would get ${place.name}, which can only be used where ${place.text}.`;
  if (!place)
    return 'A volume that is bound can only be used on nodes that its node affinity or its zone labels allow.';
  return `Claim ${place.claim.claimName} is bound to ${place.name}, which may only be used where ${place.text}.`;
}

/** Why the nodes that could use the volume do not take the pod. */
function elsewhere(place: VolumePlace | undefined, { fits = [] }: Scheduling): string {
  if (!place) return '';
  if (place.nodes.length === 0) return ' No node of the cluster is there.';
  const there = fits.filter(({ name }) => place.nodes.includes(name));
  const texts = there.flatMap(({ name, refusal, mismatches }) => {
    const keys = refusal === 'affinity' ? mismatches.map(({ requirement }) => requirement.key) : [];
    return refusal ? [`${name} ${refusedText[refusal]}${keys.length > 0 ? ` (${namesText(keys)})` : ''}`] : [];
  });
  return texts.length > 0 ? ` There it is refused: ${namesText(texts)}.` : '';
}

function placeEvidence({ ref, text }: VolumePlace): EvidenceItem[] {
  return [fieldEvidence('claim', ref, text)];
}

function claimEvidence({ claimName, claim }: ClaimFacts): EvidenceItem[] {
  const volume = valueOf(claim)?.spec?.volumeName;
  return volume ? [fieldEvidence('claim', claimName, `bound to volume ${volume}`)] : [];
}
