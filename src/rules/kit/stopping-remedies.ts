import type { ContainerFacts, EventFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { PodTermination } from '../../facts/termination.ts';
import { formatTime } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence } from './evidence.ts';
import { act, advise, kubectl, look, podName } from './remedies.ts';
import { preStopText } from './stopping-words.ts';
import { ignoresTerm } from './termination-words.ts';

/** A pod that is being stopped. */
export interface Stopping {
  readonly termination: PodTermination;
  readonly running: readonly ContainerFacts[];
  readonly failed: EventFacts | undefined;
  readonly subject: Subject;
  readonly now: number;
}

/** What to do while the grace period lasts. */
export function stoppingRemedies({ termination, running, subject }: Stopping): Remedy[] {
  const remedies: Remedy[] = [];
  const deaf = running.find((container) => ignoresTerm(container) !== undefined);
  if (deaf)
    remedies.push(
      advise(
        `Start the program of ${deaf.name} with exec, or trap TERM in its script`,
        'SIGTERM then reaches the program',
      ),
    );
  if (termination.remainingSeconds > 30 && subject.pod) {
    remedies.push(
      act(
        'Shorten its grace period, if it need not end in order',
        'a second delete can shorten the grace period',
        kubectl(subject, 'delete', 'pod', subject.pod, '--grace-period=5', '--wait=false'),
        'the program gets 5 s for what it has to finish',
      ),
    );
  }
  if (subject.pod)
    remedies.push(
      look(
        'Wait for it to go',
        'nothing has to be done for that',
        kubectl(
          subject,
          'wait',
          '--for=delete',
          `pod/${subject.pod}`,
          `--timeout=${Math.ceil(termination.remainingSeconds) + 30}s`,
        ),
      ),
    );
  return remedies;
}

/** What to do about a pod that has not ended well after it. */
export function overdueRemedies(subject: Subject): Remedy[] {
  const pod = podName(subject);
  return [
    look(
      'See what the kubelet says of it',
      'FailedKillPod and FailedUnmount name what hangs',
      kubectl(subject, 'describe', 'pod', pod),
    ),
    advise(
      'Read the logs of the kubelet and the container runtime on its node, and restart what hangs',
      'they say which step of the teardown does not end',
    ),
    act(
      'Or remove the object by force',
      'its name is free at once',
      kubectl(subject, 'delete', 'pod', pod, '--grace-period=0', '--force'),
      'its processes may still run and write to its volumes',
    ),
  ];
}

/** The deadline, the hooks, who still runs, what failed. */
export function stoppingEvidence({ termination, running, failed }: Stopping): EvidenceItem[] {
  const { deadline, graceSeconds, preStops } = termination;
  const items: EvidenceItem[] = [
    {
      source: 'status',
      ref: 'metadata.deletionTimestamp',
      text: `end of the grace period of ${graceSeconds} s`,
      time: formatTime(deadline),
    },
  ];
  for (const hook of preStops)
    items.push(fieldEvidence('spec', `${hook.container.path}.lifecycle.preStop`, preStopText(hook)));
  if (running.length > 0)
    items.push(
      fieldEvidence('status', 'status.containerStatuses', `running: ${running.map(({ name }) => name).join(', ')}`),
    );
  if (failed) items.push(eventEvidence(failed));
  return items;
}
