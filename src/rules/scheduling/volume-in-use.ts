import type { Pod } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { nameOf, namespaceOf } from '../../facts/metadata.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectl, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { namesText, othersText, placedText, preemptionText, preemptionTitle } from '../kit/scheduling.ts';

export const volumeInUse = defineRule({
  id: 'volume-in-use',
  title: 'The volume is used by another pod and allows one only',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'in-use');
    if (!scheduling || !block) return;
    const { subject, status } = facts;
    const single = facts.storage.claims.filter(({ claim }) =>
      valueOf(claim)?.spec?.accessModes?.includes('ReadWriteOncePod'),
    );
    const names = [...new Set(single.map(({ claimName }) => claimName))];
    const users = (valueOf(facts.cluster?.pods) ?? []).filter(
      (pod) => pod.metadata?.uid !== status.uid && uses(pod, status.namespace, names),
    );
    const claim = names.length > 0 ? `claim ${namesText(names)}` : 'a volume of the pod';
    const holders = users.map(placedText);
    const disk = block.reasons.some(({ text }) => text.includes('no available disk'));
    const ending = users
      .filter(({ metadata }) => metadata?.deletionTimestamp)
      .map((pod) => ` ${nameOf(pod)} is being deleted; the claim is free when it is gone.`);
    const [first] = users;
    yield refusal(facts, scheduling, block, {
      detail: disk ? 'disk' : 'read-write-once-pod',
      title:
        preemptionTitle(scheduling) ??
        (disk
          ? 'a disk of the pod is already used on the nodes by another pod'
          : `${claim} is ReadWriteOncePod and ${holders.length > 0 ? `pod ${namesText(users.map(nameOf))} uses it` : 'another pod uses it'}`),
      explanation:
        (disk
          ? 'The disk that the pod names in its own spec may be used by one pod on a node only, unless all of them only read it.'
          : `A volume with access mode ReadWriteOncePod can be used by a single pod in the whole cluster${holders.length > 0 ? `: ${namesText(holders)}` : ''}.${ending.join('')}`) +
        preemptionText(scheduling) +
        othersText(scheduling, 'in-use'),
      evidence: [
        ...names.map((name) => fieldEvidence('claim', `${name} spec.accessModes`, 'ReadWriteOncePod')),
        ...users.map((pod) => fieldEvidence('claim', namesText(names), `mounted by pod ${placedText(pod)}`)),
      ],
      remedies: [
        ...(first
          ? [
              look(
                `Look whether ${nameOf(first)} still needs the claim`,
                'the claim is free as soon as that pod is gone',
                kubectl(subject, 'get', 'pod', nameOf(first), '-o', 'wide'),
              ),
            ]
          : []),
        advise(
          'Use a claim with access mode ReadWriteOnce (pods of one node) or ReadWriteMany (of any node)',
          'ReadWriteOncePod allows one pod only, and the mode of a claim cannot be changed',
          'the claim has to be made again',
        ),
        ...(subject.workload.kind === 'Deployment'
          ? [
              advise(
                `Set strategy Recreate and one replica, if the other pod belongs to Deployment/${subject.workload.name} too`,
                'a rolling update starts the new pod before the old one is gone',
              ),
            ]
          : []),
      ],
    });
  },
});

function uses(pod: Pod, namespace: string, claims: readonly string[]): boolean {
  if (namespaceOf(pod) !== namespace) return false;
  return (pod.spec?.volumes ?? []).some(({ persistentVolumeClaim }) =>
    claims.includes(persistentVolumeClaim?.claimName ?? ''),
  );
}
