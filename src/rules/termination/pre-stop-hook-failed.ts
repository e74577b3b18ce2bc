import type { ContainerFacts, EventFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { Observation, Severity } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import { preStopOf, terminationOf, type PreStop } from '../../facts/termination.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { eventEvidence, fieldEvidence, terminationEvidence } from '../kit/evidence.ts';
import { hookCause, hookEvidence, hookRemedies } from '../kit/hook-words.ts';
import { advise, changePod } from '../kit/remedies.ts';
import { preStopText } from '../kit/stopping-words.ts';
import { endingText } from '../kit/termination-words.ts';

export const preStopHookFailed = defineRule({
  id: 'pre-stop-hook-failed',
  title: 'The preStop hook failed or outran the grace period',
  topic: 'termination',
  severity: 'warning',
  verdict: 'terminating',
  needs: ['spec', 'status'],
  mayUse: ['events'],

  *check({ status, events, subject, now }) {
    for (const container of status.containers) {
      const event = withReason(events, 'FailedPreStopHook').findLast((one) => isOf(one, container, status));
      const [hook] = preStopOf(container);
      if (event) yield failed(container, hook, event, { status, subject, now });
      else if (hook) yield* outrun(container, hook, status, subject, now);
    }
  },
});

/** Events without a fieldPath can only mean the one container that has a hook. */
function isOf(event: EventFacts, container: ContainerFacts, { containers }: PodStatusFacts): boolean {
  if (event.container !== undefined) return event.container === container.name;
  return (
    containers.filter((one) => one.spec.lifecycle?.preStop).length === 1 &&
    container.spec.lifecycle?.preStop !== undefined
  );
}

interface Given {
  readonly status: PodStatusFacts;
  readonly subject: Subject;
  readonly now: number;
}

function failed(container: ContainerFacts, hook: PreStop | undefined, event: EventFacts, given: Given): Observation {
  const { status, subject, now } = given;
  const what = hook ? ` (${preStopText(hook)})` : '';
  const why = hook ? hookCause(hook) : '';
  const ending = endingText(status, now);
  return {
    container,
    severity: severityOf(container, status),
    ...(status.deletion ? {} : { verdict: container.running && container.ready ? 'healthy' : 'failing' }),
    detail: 'failed',
    weight: 20,
    title: `the preStop hook of container ${container.name} failed`,
    explanation:
      `The kubelet ran the preStop hook of ${container.name}${what} before stopping the container, and it failed${why}. ` +
      `Stopping goes on without it: SIGTERM follows at once, so what the hook was to do (drain, deregister, wait) has not been done.${ending ? ` ${ending}` : ''}`,
    evidence: [eventEvidence(event), ...hookEvidence(container, hook)],
    remedies: hook ? hookRemedies(container, hook, subject) : [],
  };
}

/** A hook that failed at an earlier restart of a container that now runs well is history. */
function severityOf(container: ContainerFacts, { deletion }: PodStatusFacts): Severity {
  return deletion || !container.ready ? 'warning' : 'info';
}

/** A hook that by its own words takes the whole grace period: the process is killed right after it. Only the arithmetic says so. */
function* outrun(
  container: ContainerFacts,
  hook: PreStop,
  status: PodStatusFacts,
  subject: Subject,
  now: number,
): Generator<Observation> {
  const termination = terminationOf(status, now);
  const { seconds } = hook;
  if (!termination || seconds === undefined || seconds < termination.graceSeconds || termination.graceSeconds === 0)
    return;
  const killed = container.terminated?.exitCode === 137 ? container.terminated : undefined;
  const used =
    killed?.finishedAt === undefined
      ? termination.usedSeconds
      : secondsBetween(termination.requested, killed.finishedAt);
  if (used < termination.graceSeconds) return;
  const { graceSeconds } = termination;
  const needed = Math.ceil(seconds) + 30;
  yield {
    container,
    confidence: 'likely',
    detail: 'outran-grace',
    weight: 20,
    title: `the preStop hook of container ${container.name} takes ${formatSpan(seconds)} and the grace period is only ${graceSeconds} s`,
    explanation:
      `The preStop hook (${preStopText(hook)}) and the shutdown share the grace period of ${graceSeconds} s. The hook alone takes ${formatSpan(seconds)}, so ` +
      `it is cut off, and ${container.name} gets SIGTERM and 2 s later SIGKILL: it has no time to end in order. This is concluded from the times.`,
    evidence: [
      ...hookEvidence(container, hook),
      fieldEvidence('status', 'metadata.deletionGracePeriodSeconds', String(graceSeconds)),
      ...(killed ? [terminationEvidence(container, killed)] : []),
    ],
    remedies: [
      changePod(subject, ['terminationGracePeriodSeconds'], needed, {
        action: `Raise terminationGracePeriodSeconds to ${needed}`,
        why: `${formatSpan(seconds)} for the hook and 30 s for the program`,
      }),
      advise('Or shorten the preStop hook', `hook and shutdown have ${graceSeconds} s together`),
    ],
  };
}
