import { defineRule } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import { nameOf } from '../../facts/metadata.ts';
import { hasEnded, ownerOf, workloadCondition } from '../../facts/rollout.ts';
import { formatTime, parseTime } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl } from '../kit/remedies.ts';

/** A queue of Kueue: it creates and keeps Jobs suspended until it admits them. */
const queueLabel = 'kueue.x-k8s.io/queue-name';

export const jobSuspended = defineRule({
  id: 'job-suspended',
  title: 'The Job or CronJob is suspended',
  topic: 'owner',
  severity: 'info',
  verdict: 'pending',
  needs: ['owner'],

  *check({ owner, subject }) {
    if (subject.target.kind === 'Pod') return;
    const top = ownerOf(owner, subject);
    const kind = top?.kind;
    if (!top || (kind !== 'Job' && kind !== 'CronJob') || top.spec?.suspend !== true) return;
    if (hasEnded(top)) return;
    const name = nameOf(top);
    const queue = top.metadata?.labels?.[queueLabel];
    const last = parseTime(top.status?.lastScheduleTime);
    const since = parseTime(workloadCondition(top, 'Suspended')?.lastTransitionTime);
    const event = withReason(owner.events, 'Suspended').findLast(({ object }) => object.name === name);
    const patch = kubectl(subject, 'patch', `${kind.toLowerCase()}/${name}`, '-p', '{"spec":{"suspend":false}}');
    yield {
      title: `it is suspended: spec.suspend is true`,
      explanation:
        kind === 'CronJob'
          ? `CronJob ${name} starts no Job while spec.suspend is true, whatever its schedule (${top.spec.schedule ?? 'none'}) says; Jobs that run already go on. ` +
            (last === undefined ? 'It has not started one yet.' : `It last started one at ${formatTime(last)}.`)
          : `Job ${name} has no pods while spec.suspend is true${since === undefined ? '' : `, since ${formatTime(since)}`}. ` +
            (queue
              ? `It is in the queue ${queue}, which lets it go when it is its turn.`
              : 'Somebody, or a queue, has to let it go.'),
      evidence: [
        fieldEvidence('owner', `${kind}/${name} spec.suspend`, 'true'),
        ...(event ? [eventEvidence(event)] : []),
      ],
      remedies: queue
        ? [
            advise(
              `Look at the queue ${queue}: it decides when the Job starts`,
              'letting the Job go by hand would bypass the quota of the queue',
            ),
          ]
        : [
            act(
              kind === 'CronJob' ? 'Let the CronJob start Jobs again' : 'Let the Job run',
              'if it should run',
              patch,
              kind === 'CronJob' ? 'the newest missed run may start at once' : 'its deadline counts from then on',
            ),
            ...(kind === 'CronJob'
              ? [
                  act(
                    'Or run it once now and leave it suspended',
                    'a Job made by hand does not mind the suspension',
                    kubectl(subject, 'create', 'job', `${name}-manual`, `--from=cronjob/${name}`),
                    'runs the work now',
                  ),
                ]
              : []),
          ],
    };
  },
});
