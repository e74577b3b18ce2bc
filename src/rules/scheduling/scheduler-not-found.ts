import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { conditionOf, podSpecOf } from '../../facts/pod-status.ts';
import { waitsForNode } from '../../facts/trouble.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changePod, kubectl, kubectlCluster, look } from '../kit/remedies.ts';

const standard = 'default-scheduler';

/** Seconds without a word after which nobody is likely to look at a pod, and after which that is certain. */
const silence = { custom: 10, standard: 30, certain: 60 };

export const schedulerNotFound = defineRule({
  id: 'scheduler-not-found',
  title: 'No scheduler looks at the pod',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const { status, subject, now, events = [] } = facts;
    const spec = podSpecOf(status);
    const name = spec.schedulerName || standard;
    const custom = name !== standard;
    if (!waitsForNode(status) || status.deletion || spec.schedulingGates?.length || spec.schedulingGroup) return;
    // The scheduler holds a pod back without a word until its ResourceClaims exist.
    if (!custom && spec.resourceClaims?.length) return;
    if (conditionOf(status, 'PodScheduled') || status.pod.status?.nominatedNodeName) return;
    if (
      events.some(
        ({ reason, reporter }) => reason === 'FailedScheduling' || reason === 'Scheduled' || reporter === name,
      )
    )
      return;
    const age = secondsBetween(status.created ?? now, now);
    if (age < (custom ? silence.custom : silence.standard)) return;
    const works = (valueOf(facts.cluster?.pods) ?? []).some(
      (pod) => pod.spec?.schedulerName === name && pod.metadata?.namespace !== 'kube-system',
    );
    const otherwise = !custom && placementOf(facts) !== undefined;
    const listed = facts.events !== undefined;
    yield {
      weight: 100,
      confidence: otherwise || (works && custom) ? 'possible' : listed && age >= silence.certain ? 'certain' : 'likely',
      detail: custom ? 'custom' : 'default',
      title: custom
        ? `it asks for scheduler ${name}, and no such scheduler has looked at it`
        : `no scheduler has looked at it for ${formatSpan(age)}`,
      explanation:
        (custom
          ? `spec.schedulerName says ${name}, so the default scheduler leaves the pod alone; in ${formatSpan(age)} nobody has written a condition or an event about it.`
          : `The pod waits for the default scheduler, which tells within a second where a pod goes or why not; in ${formatSpan(age)} it has said nothing. It does not run, or is far behind.`) +
        (works && custom ? ` Other pods have been placed by ${name}, so it may only be busy or have stopped.` : ''),
      evidence: [
        fieldEvidence('spec', 'spec.schedulerName', name),
        fieldEvidence('status', 'status.conditions[PodScheduled]', 'none: no scheduler has tried'),
        ...(listed ? [fieldEvidence('event', 'FailedScheduling', 'no event of a scheduler about the pod')] : []),
      ],
      remedies: [
        ...(custom
          ? [
              advise(`Install the scheduler ${name}, or start it again`, 'it takes the pod as soon as it runs'),
              changePod(subject, ['schedulerName'], standard, {
                action: 'Or let the default scheduler place it',
                why: 'that one runs in every cluster',
              }),
            ]
          : []),
        look(
          'See whether the scheduler runs',
          'its pods usually live in kube-system',
          kubectlCluster('get', 'pods', '-n', 'kube-system'),
        ),
        look(
          'Look at the pod',
          'conditions and events would tell of an attempt',
          kubectl(subject, 'describe', 'pod', status.name),
        ),
      ],
    };
  },
});
