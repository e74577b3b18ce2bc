import { defineRule } from '../../core/rule.ts';
import { blockedSet, isInTrouble } from '../../facts/ordinals.ts';
import { ofKind, progressOf } from '../../facts/rollout.ts';
import { act, kubectl, look } from '../kit/remedies.ts';
import { failsProbes, blockedTitle, blockedExplanation, blockedEvidence } from '../kit/statefulset-words.ts';

export const statefulsetBlocked = defineRule({
  id: 'statefulset-blocked',
  title: 'An earlier pod of the StatefulSet holds up the others',
  topic: 'owner',
  severity: 'error',
  verdict: 'failing',
  role: 'consequence',
  needs: ['owner'],
  mayUse: ['events', 'status'],

  *check({ owner, events, status, subject, now }) {
    const set = ofKind(owner, 'StatefulSet');
    const blocked = set && blockedSet(set, owner, status);
    if (!blocked) return;
    const { blocker, missing, waiting, outOfDate } = blocked;
    const { name } = blocker.status;
    if (subject.pod !== undefined && subject.target.kind === 'Pod' && subject.pod !== name) return;
    if (missing.length + waiting.length === 0 && !outOfDate) return;
    if (!isInTrouble(blocker.status, now) && !failsProbes(events, name)) return;
    const { ready } = progressOf(set);
    yield {
      ...(outOfDate ? { detail: 'old-template' } : {}),
      title: blockedTitle(blocked),
      explanation: blockedExplanation(blocked),
      evidence: blockedEvidence(blocked),
      remedies: [
        ...(outOfDate
          ? [
              act(
                `Delete pod ${name}, so that it is made again from the newest template`,
                'the controller never replaces it while it is not ready',
                kubectl(subject, 'delete', 'pod', name),
                'the pod is not ready anyway; its claims stay',
              ),
            ]
          : []),
        look(
          `Look at pod ${name} first`,
          'the others follow by themselves once it is ready',
          kubectl(subject, 'describe', 'pod', name),
        ),
      ],
      verdict: ready > 0 ? 'degraded' : 'failing',
    };
  },
});
