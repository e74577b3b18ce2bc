import type { Workload } from '../../core/kubernetes.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { progressDeadlineOf, type Deadline } from '../../facts/deadlines.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, probeEvidence, type ProbeOfContainer } from '../kit/manifest.ts';
import { act, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

/** Seconds of slack that a pod needs beside minReadySeconds for being counted at all. */
const slack = 10;

export const progressDeadlineShort = defineRule({
  id: 'progress-deadline-short',
  title: 'The rollout counts as failed before its pods can be ready',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'rollout',
  needs: ['workload', 'spec'],

  *check({ workload: { object }, spec, subject }) {
    const deadline = progressDeadlineOf(object);
    if (!deadline || (object as Workload).spec?.paused) return;
    const late = allProbes(spec)
      .filter(({ type }) => type === 'readiness')
      .map((one) => ({ one, seconds: readyAfter(one) }))
      .sort((a, b) => b.seconds - a.seconds)[0];
    const minReady = (object as Workload).spec?.minReadySeconds ?? 0;
    if (late && late.seconds >= deadline.seconds) yield readyTooLate(late.one, late.seconds, deadline, subject);
    // One that is no longer than minReadySeconds is refused by the API server.
    else if (minReady > 0 && deadline.seconds > minReady && deadline.seconds - minReady < slack) {
      yield noSlack(minReady, deadline, subject);
    } else {
      const killed = killedLater(allProbes(spec), deadline);
      if (killed) yield maybeLater(killed, deadline, subject);
    }
  },
});

/** Seconds after the start of the container at which it is ready at the earliest. */
function readyAfter({ timing: { firstCheck, successThreshold, period } }: ProbeOfContainer): number {
  return firstCheck + (successThreshold - 1) * period;
}

/** Without a startup probe: liveness gives the start longer than the rollout. */
function killedLater(probes: readonly ProbeOfContainer[], { seconds }: Deadline): ProbeOfContainer | undefined {
  return probes.find(
    ({ type, timing, container }) =>
      type === 'liveness' && !container.spec.startupProbe && timing.initialDelay > 0 && timing.effectAfter > seconds,
  );
}

function readyTooLate(one: ProbeOfContainer, seconds: number, deadline: Deadline, subject: Subject): Observation {
  const { firstCheck, successThreshold, period } = one.timing;
  const sum = successThreshold > 1 ? ` (${firstCheck} + ${successThreshold - 1} × ${period})` : '';
  return {
    ...common(deadline, seconds, subject),
    container: one.container,
    severity: 'error',
    title: `${containerText(one.container)} is ready after ${seconds} s at the earliest, and the rollout gives up after ${deadline.seconds} s`,
    explanation: `The readiness probe can pass ${seconds} s after the start at the earliest${sum}; ${words(deadline, subject)}`,
    evidence: [probeEvidence(one), fieldEvidence('spec', deadline.path, `${deadline.seconds} s`)],
  };
}

function noSlack(minReady: number, deadline: Deadline, subject: Subject): Observation {
  return {
    ...common(deadline, minReady, subject),
    title: `a ready pod of ${workloadName(subject)} counts as available after ${minReady} s, ${deadline.seconds - minReady} s before the rollout gives up`,
    explanation: `minReadySeconds is ${minReady}: from ready to available a pod makes no progress for so long, and the deadline leaves ${deadline.seconds - minReady} s beside it; ${words(deadline, subject)}`,
    evidence: [
      fieldEvidence('spec', 'spec.minReadySeconds', `${minReady} s`),
      fieldEvidence('spec', deadline.path, `${deadline.seconds} s`),
    ],
  };
}

function maybeLater(one: ProbeOfContainer, deadline: Deadline, subject: Subject): Observation {
  const { initialDelay, failureThreshold, period, effectAfter } = one.timing;
  return {
    ...common(deadline, effectAfter, subject),
    container: one.container,
    confidence: 'likely',
    title: `liveness gives ${containerText(one.container)} ${effectAfter} s to start, and the rollout gives up after ${deadline.seconds} s`,
    explanation: `Liveness lets the start take ${effectAfter} s (${initialDelay} + ${failureThreshold - 1} × ${period}); ${words(deadline, subject)}`,
    evidence: [probeEvidence(one), fieldEvidence('spec', deadline.path, `${deadline.seconds} s`)],
  };
}

function words({ seconds }: Deadline, subject: Subject): string {
  return `after ${seconds} s without progress the rollout of ${workloadName(subject)} counts as failed, and what waits for it (kubectl rollout status, a pipeline) stops, though nothing is wrong.`;
}

function common({ path }: Deadline, needed: number, subject: Subject): Pick<Observation, 'path' | 'remedies'> {
  const wanted = Math.ceil((needed + 60) / 60) * 60;
  const body = JSON.stringify({ spec: { progressDeadlineSeconds: wanted } });
  return {
    path,
    remedies: [
      act(
        `Raise progressDeadlineSeconds to ${wanted} s`,
        `a pod then has ${wanted - needed} s beside what it needs`,
        kubectl(subject, 'patch', workloadRef(subject), '-p', body),
        'none',
      ),
    ],
  };
}
