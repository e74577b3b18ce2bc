import type { OwnerFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import type { JobFailure } from '../../facts/job.ts';
import { eventEvidence } from './evidence.ts';
import { act, advise, kubectl, look } from './remedies.ts';

/** What was read of a failed Job: its condition and, where there is one, the event that says the same. */
export function jobEvidence({ name, condition, reason, message }: JobFailure, owner: OwnerFacts): EvidenceItem[] {
  const event = withReason(owner.events, reason).findLast(({ object }) => object.name === name);
  return [
    {
      source: 'owner',
      ref: `Job/${name} status.conditions[${condition.type}]`,
      text: `${reason}: ${message}`,
      ...(condition.lastTransitionTime ? { time: condition.lastTransitionTime } : {}),
    },
    ...(event && event.message !== message ? [eventEvidence(event)] : []),
  ];
}

/** A Job that failed never runs again: another has to be made. */
export function runAgain({ name, cronJob, job }: JobFailure, subject: Subject): Remedy {
  if (cronJob) {
    return act(
      `Run CronJob ${cronJob} once more`,
      'a failed Job is never tried again; the next one comes by the schedule',
      kubectl(subject, 'create', 'job', `${cronJob}-manual`, `--from=cronjob/${cronJob}`),
      'does the work again, also what earlier tries already did',
    );
  }
  const hooks =
    job.metadata?.labels?.['app.kubernetes.io/managed-by'] === 'Helm' ? ' (a Helm release makes it on upgrade)' : '';
  return act(
    `Delete the Job and create it again from its manifest when the cause is mended${hooks}`,
    'a failed Job is never tried again, and its template cannot be changed',
    kubectl(subject, 'delete', 'job', name),
    'deletes the pods of the Job with their logs; the work is done again, also what earlier tries already did',
  );
}

/** Where no pod is left: what its events still say, as long as they are kept (one hour by default). */
export function podEvents({ name }: JobFailure, owner: OwnerFacts, subject: Subject): Remedy {
  const created = withReason(owner.events, 'SuccessfulCreate').findLast(({ object }) => object.name === name);
  const pod = /Created pod: (\S+)/.exec(created?.message ?? '')?.[1];
  if (!pod) {
    return advise(
      'Look for the output of its pods in the log store of the cluster',
      'the pods are gone, and kubectl logs with them',
    );
  }
  return look(
    `Read what is left of the last pod, ${pod}`,
    'the pod and its logs are gone; its events stay for about an hour',
    kubectl(subject, 'get', 'events', '--field-selector', `involvedObject.name=${pod}`),
  );
}
