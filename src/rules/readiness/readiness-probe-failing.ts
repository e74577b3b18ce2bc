import type { EventFacts, LogTail, PodStatusFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deathOf } from '../../facts/death.ts';
import {
  failuresNow,
  hasStarted,
  passingProbe,
  probedContainers,
  type ProbedContainer,
} from '../../facts/probe-life.ts';
import { diagnoseProbe, type ProbeDiagnosis, type ProbeFailures } from '../../facts/probe-failures.ts';
import { probeOf, type ContainerProbe } from '../../facts/probes.ts';
import { conditionOf } from '../../facts/pod-status.ts';
import { ranFor } from '../../facts/recovery.ts';
import { formatSpan, parseTime } from '../../facts/time.ts';
import { readinessProbeFailing as foresee } from '../foresee/readiness-probe-failing.ts';
import { containerText } from '../kit/containers.ts';
import { times } from '../kit/crash.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { logSentence, probeEvidence } from '../kit/probe-finding.ts';
import { probeRemedies } from '../kit/probe-remedies.ts';
import { probeTitle, whyProbeFails } from '../kit/probe-words.ts';

export const readinessProbeFailing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'node'],
  foresee,

  *check({ status, events, logs, node, subject, now }) {
    for (const probed of probedContainers(status, node, now)) {
      const probe = probeOf(probed.container, 'readiness');
      if (!probe || probed.container.ready || !hasStarted(probed)) continue;
      const failures = failuresNow(probed, 'readiness', events);
      if (isTooSoon(probed, probe, failures) || diesRather(probed, probe, failures, status, events, now)) continue;
      yield observe({ probed, probe, failures, status, events, logs, subject });
    }
  },
});

interface Failing {
  readonly probed: ProbedContainer;
  readonly probe: ContainerProbe;
  readonly failures: ProbeFailures;
  readonly status: PodStatusFacts;
  readonly events: readonly EventFacts[] | undefined;
  readonly logs: readonly LogTail[] | undefined;
  readonly subject: Subject;
}

/** No failure was heard of, and it has not had the time for one that counts. */
function isTooSoon({ runs }: ProbedContainer, { timing }: ContainerProbe, { events }: ProbeFailures): boolean {
  return events.length === 0 && runs <= timing.effectAtLatest + (timing.successThreshold - 1) * timing.period;
}

/** It dies again and again, and is unready for that; unless this run has outlived the last one and fails by itself. */
function diesRather(
  { container, runs }: ProbedContainer,
  { timing }: ContainerProbe,
  { count, errored }: ProbeFailures,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
  now: number,
): boolean {
  const death = deathOf(container, status, events, now);
  if (!death?.current || death.kind === 'lost') return false;
  const outlived = runs > Math.max(60, 2 * (ranFor(death.termination) ?? 0));
  return !outlived || count + errored < timing.failureThreshold;
}

function observe({ probed, probe, failures, status, events, logs, subject }: Failing): Observation {
  const { container } = probed;
  const diagnosis = diagnoseProbe(container, probe.probe, failures, logs, status.containers);
  const lost = lostReadiness(probed, status);
  const heard = failures.events.length > 0;
  const early = heard && lost === undefined && !diagnosis.neverCounts && failures.count < probe.timing.failureThreshold;
  const passing = passingProbe(probed, 'readiness', events);
  return {
    container,
    ...(diagnosis.detail ? { detail: diagnosis.detail } : {}),
    title: `the readiness probe of ${containerText(container)} fails: ${probeTitle(probe.probe, diagnosis)}`,
    explanation: `${whyProbeFails(container, probe, diagnosis)}${logSentence(container, probe, diagnosis, logs)} ${effect(probed, probe, failures, diagnosis, lost)}`,
    evidence: [
      fieldEvidence('status', `status.containerStatuses[${container.name}].ready`, 'false, while it runs'),
      ...probeEvidence(container, probe, failures, diagnosis, logs),
    ],
    remedies: probeRemedies({ subject, container, probe, diagnosis, ...(passing ? { passing } : {}) }),
    ...(early ? ({ severity: 'warning', verdict: 'starting' } as const) : {}),
    confidence: heard || diagnosis.unknownPort !== undefined ? (early ? 'likely' : 'certain') : 'likely',
  };
}

/** When the running instance lost the readiness it had, milliseconds; undefined where it never had it, or where another container may be the reason. */
function lostReadiness({ container, startedAt }: ProbedContainer, status: PodStatusFacts): number | undefined {
  const others = status.containers.some(
    (one) => one !== container && one.running && !one.ready && one.kind !== 'ephemeral',
  );
  const since = parseTime(conditionOf(status, 'ContainersReady')?.lastTransitionTime);
  return !others && since !== undefined && since > startedAt + 1000 ? since : undefined;
}

function effect(
  { container, runs }: ProbedContainer,
  { timing }: ContainerProbe,
  { count, events }: ProbeFailures,
  { neverCounts }: ProbeDiagnosis,
  lost: number | undefined,
): string {
  const since = formatSpan(runs);
  const result = 'so Services send the pod no traffic';
  if (neverCounts) {
    return `An error of this kind counts neither as failure nor as success, so ${container.name}, which has run for ${since}, can never become ready and gets no traffic from Services.`;
  }
  if (events.length === 0) {
    return `${container.name} has run for ${since} and is not ready, although its probe had time enough to fail ${timing.failureThreshold} times; ${result}.`;
  }
  if (lost !== undefined) {
    return `It passed before; after ${timing.failureThreshold} failures in a row (failureThreshold) the container counts as not ready, ${result}.`;
  }
  return `It has failed ${times(count)} in the ${since} since ${container.name} started, and the container has not been ready yet, ${result}.`;
}
