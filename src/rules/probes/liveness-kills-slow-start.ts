import type { Observation } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import type { ProbeTiming } from '../../facts/probes.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, probeEvidence, type ProbeOfContainer } from '../kit/manifest.ts';
import { handlerOf } from '../kit/probe-fixes.ts';
import { changeContainer } from '../kit/remedies.ts';

/** What the API server gives a Deployment that says nothing: more than that is a statement about the start. */
const usualDeadline = 600;

export const livenessKillsSlowStart = defineRule({
  id: 'liveness-kills-slow-start',
  title: 'Liveness kills the container before it is expected to be up',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['workload'],

  *check({ spec, subject, workload }) {
    const probes = allProbes(spec);
    const deadline = (workload?.object as Workload | undefined)?.spec?.progressDeadlineSeconds ?? 0;
    for (const liveness of probes) {
      if (liveness.type !== 'liveness') continue;
      const own = probes.filter((one) => one.container === liveness.container);
      const readiness = own.find(({ type }) => type === 'readiness');
      if (own.some(({ type }) => type === 'startup')) continue;
      const expected = readiness?.timing.initialDelay ?? 0;
      if (readiness && liveness.timing.effectAfter < expected) yield tooSoon(liveness, readiness, subject);
      else if (subject.workload.kind === 'Deployment' && deadline > usualDeadline && liveness.timing.effectAfter < 60) {
        yield againstDeadline(liveness, deadline, subject);
      }
    }
  },
});

function sumText({ initialDelay, failureThreshold, period }: ProbeTiming): string {
  return `${initialDelay} + ${failureThreshold - 1} × ${period}`;
}

function tooSoon(liveness: ProbeOfContainer, readiness: ProbeOfContainer, subject: Subject): Observation {
  const { container, timing, path } = liveness;
  const expected = readiness.timing.initialDelay;
  return {
    container,
    path,
    atKey: true,
    title: `the liveness probe of ${containerText(container)} kills ${timing.effectAfter} s after its start, and readiness waits ${expected} s for it`,
    explanation:
      `Liveness kills at the earliest ${timing.effectAfter} s after the start (${sumText(timing)}); readiness asks for the first time after ${expected} s, so the start ` +
      `may take that long. No startup probe holds liveness back: a start that takes longer than ${timing.effectAfter} s ends in a restart, again and again.`,
    evidence: [probeEvidence(liveness), probeEvidence(readiness)],
    remedies: [startup(liveness, subject, expected)],
  };
}

function againstDeadline(liveness: ProbeOfContainer, deadline: number, subject: Subject): Observation {
  const { container, timing, path } = liveness;
  return {
    container,
    path,
    atKey: true,
    severity: 'advice',
    confidence: 'possible',
    title: `the liveness probe of ${containerText(container)} kills ${timing.effectAfter} s after its start, and the rollout allows ${deadline} s`,
    explanation:
      `Liveness kills at the earliest ${timing.effectAfter} s after the start (${sumText(timing)}), while progressDeadlineSeconds gives a new pod ${deadline} s to become ready, ` +
      'more than the usual 600. If the program is slow to start, no startup probe holds liveness back.',
    evidence: [probeEvidence(liveness), fieldEvidence('spec', 'spec.progressDeadlineSeconds', `${deadline} s`)],
    remedies: [startup(liveness, subject, Math.min(deadline, 300))],
  };
}

/** A startup probe that asks what liveness asks and allows twice the expected time. */
function startup({ container, probe, timing }: ProbeOfContainer, subject: Subject, expected: number) {
  const handler = handlerOf(probe);
  const failureThreshold = Math.ceil((2 * expected) / timing.period);
  const value = {
    [handler]: probe[handler],
    periodSeconds: timing.period,
    failureThreshold,
  };
  return changeContainer(subject, container, ['startupProbe'], value, {
    action: `Add a startup probe that allows ${failureThreshold * timing.period} s (${failureThreshold} × ${timing.period})`,
    why: 'liveness begins only when it has passed, and a fast start is not held up',
  });
}
