import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import { pvcMissing as foresee } from '../foresee/pvc-missing.ts';
import { aboutClaim, claimEvidence, stuckClaims, type StuckClaim } from '../kit/claims.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { act, advise, canChangeTemplate, kubectl, look, podName, templateRisk, workloadRef } from '../kit/remedies.ts';
import { namesText } from '../kit/scheduling.ts';

export const pvcMissing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status', 'storage'],
  mayUse: ['events', 'cluster'],
  foresee,

  *check(facts) {
    for (const stuck of stuckClaims(facts, 'missing', 'deleting')) {
      const { claim } = stuck;
      const ephemeral = claim.path.endsWith('.ephemeral');
      const failures = withReason(facts.events, 'FailedBinding').filter(({ message }) =>
        message.includes(claim.volume),
      );
      yield {
        ...aboutClaim(stuck),
        detail: stuck.kind === 'deleting' ? 'being-deleted' : ephemeral ? 'ephemeral' : 'missing',
        title:
          stuck.kind === 'deleting'
            ? `claim ${claim.claimName}, which it mounts, is being deleted`
            : `claim ${claim.claimName}, which it mounts, does not exist`,
        explanation: explained(stuck, ephemeral, failures.at(-1)?.message),
        evidence: [
          ...claimEvidence(stuck),
          fieldEvidence('spec', claim.path, claim.claimName),
          ...(claim.similar.length > 0
            ? [fieldEvidence('namespace', 'PersistentVolumeClaims', `there is ${namesText(claim.similar)}`)]
            : []),
          ...failures.slice(-1).map(eventEvidence),
        ],
        remedies: remediesFor(facts.subject, stuck, ephemeral),
      };
    }
  },
});

function explained({ kind, claim }: StuckClaim, ephemeral: boolean, failure: string | undefined): string {
  const volume = `Volume ${claim.volume} of the pod is made from claim ${claim.claimName}`;
  if (kind === 'deleting') {
    return `${volume}, and somebody has deleted that claim. It stays until no pod uses it any more, but no new pod may start with it.`;
  }
  if (ephemeral) {
    const why = failure
      ? ` The control plane could not make it: ${failure.replace(/\.$/, '')}.`
      : ' The control plane makes it for the pod and has not done so yet.';
    return `${volume}, which belongs to the pod itself and is not there.${why}`;
  }
  const meant = claim.similar.length > 0 ? ` The namespace has ${namesText(claim.similar)}, which may be meant.` : '';
  return `${volume}, and the namespace has no claim of that name. The scheduler looks at no node before the claim exists.${meant}`;
}

function remediesFor(subject: Subject, { kind, claim }: StuckClaim, ephemeral: boolean): Remedy[] {
  const list = look('See which claims there are', 'the name may be spelt differently', kubectl(subject, 'get', 'pvc'));
  if (kind === 'deleting') {
    return [
      look(
        'See who still uses the claim',
        'Used By lists the pods that keep it from going',
        kubectl(subject, 'describe', 'pvc', claim.claimName),
      ),
      advise(
        'Let the old pods end, then make the claim again (or use another)',
        'a deletion cannot be taken back',
        'data of the old volume may be deleted with the claim',
      ),
    ];
  }
  if (ephemeral)
    return [
      look(
        'See the events of the pod',
        'FailedBinding says why the claim is not made',
        kubectl(subject, 'describe', 'pod', podName(subject)),
      ),
      list,
    ];
  const [similar] = claim.similar;
  const change = { volumes: [{ name: claim.volume, persistentVolumeClaim: { claimName: similar } }] };
  const body = subject.templatePath.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), change);
  const rename =
    similar && canChangeTemplate(subject)
      ? [
          act(
            `Mount claim ${similar} instead, if that is the one meant`,
            'it exists',
            kubectl(subject, 'patch', workloadRef(subject), '-p', JSON.stringify(body)),
            templateRisk(subject),
          ),
        ]
      : [];
  return [
    ...rename,
    advise(
      `Create the claim ${claim.claimName} in namespace ${subject.namespace}`,
      'the scheduler tries again as soon as it is there',
    ),
    list,
  ];
}
