import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deletionStage } from '../../facts/deletion-stage.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence, timed } from '../kit/evidence.ts';
import { act, advise, kubectl, look } from '../kit/remedies.ts';

/** Controllers take their finalizers away within seconds; before that nothing is wrong. */
const patience = 10;

export const terminatingFinalizer = defineRule({
  id: 'terminating-finalizer',
  title: 'The pod is deleted, and a finalizer keeps the object',
  topic: 'termination',
  severity: 'error',
  verdict: 'terminating',
  needs: ['status'],
  mayUse: ['events', 'node'],

  *check({ status, events, node, subject, now }) {
    const stage = deletionStage(status, node, events, now);
    if (stage?.stage !== 'finalizers') return;
    const { finalizers, ended } = stage;
    const waited = secondsBetween(ended, now);
    const ran = status.containers.some(({ terminated }) => terminated !== undefined);
    const names = finalizers.join(', ');
    const several = finalizers.length > 1;
    yield {
      ...(waited < patience ? { severity: 'info' as const } : {}),
      weight: 50,
      title: `it is deleted and nothing of it runs, but the finalizer${several ? 's' : ''} ${names} keep${several ? '' : 's'} the object`,
      explanation:
        `${ran ? 'Its containers have ended' : 'Nothing of it runs, and it was to be gone'} ${formatSpan(waited)} ago. The API server removes the object only when ` +
        `${several ? 'the finalizers' : 'the finalizer'} ${names} ${several ? 'are' : 'is'} taken away: ${finalizers.map(whoRemoves).join('; ')}. ` +
        'Until then its name is taken, and a StatefulSet cannot make it again.',
      evidence: [
        fieldEvidence('status', 'metadata.finalizers', names),
        { ...fieldEvidence('status', 'metadata.deletionTimestamp', 'deleted'), ...timed(status.deletion?.deadline) },
        fieldEvidence('status', 'status.phase', status.phase),
      ],
      remedies: remediesFor(finalizers, subject),
    };
  },
});

/** Who has to take a finalizer away. */
function whoRemoves(finalizer: string): string {
  if (finalizer === 'foregroundDeletion') return 'foregroundDeletion goes when all objects that the pod owns are gone';
  if (finalizer === 'orphan') return 'orphan is removed by the garbage collector';
  if (finalizer === 'batch.kubernetes.io/job-tracking')
    return 'batch.kubernetes.io/job-tracking is removed by the Job controller once it has counted the pod';
  return `${finalizer} belongs to a controller of ${domainOf(finalizer)}, which has not removed it: it is still at work, fails, or does not run`;
}

/** `ops.example` of `ops.example/backup`; the whole where it has no domain. */
function domainOf(finalizer: string): string {
  return finalizer.replace(/\/.*$/, '');
}

function remediesFor(finalizers: readonly string[], subject: Subject): Remedy[] {
  const [first = ''] = finalizers;
  const remedies: Remedy[] = [
    advise(
      `See why the controller that owns ${first} does not remove it (is it running, what does its log say)`,
      'it may still have work to do for this pod',
    ),
  ];
  if (first.includes('.')) {
    remedies.push(
      look(`Look for the controller's objects`, 'the domain of the finalizer is that of its API', [
        'kubectl',
        'api-resources',
        `--api-group=${domainOf(first)}`,
      ]),
    );
  }
  if (!subject.pod) return remedies;
  return [
    ...remedies,
    act(
      `Remove the finalizer${finalizers.length > 1 ? 's' : ''} by hand, if the controller is gone for good`,
      'the object goes at once',
      kubectl(subject, 'patch', 'pod', subject.pod, '--type=merge', '-p', '{"metadata":{"finalizers":null}}'),
      'what the controller would have cleaned up stays behind',
    ),
  ];
}
