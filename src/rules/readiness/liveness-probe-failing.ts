import type { EventFacts } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { deathOf } from '../../facts/death.ts';
import { probeKillUnderWay } from '../../facts/probe-kill.ts';
import {
  failuresNow,
  hasStarted,
  isStillFailing,
  killOutlook,
  passingProbe,
  probedContainers,
  type ProbedContainer,
} from '../../facts/probe-life.ts';
import { diagnoseProbe, type ProbeFailures } from '../../facts/probe-failures.ts';
import { probeOf, type ContainerProbe } from '../../facts/probes.ts';
import { containerText } from '../kit/containers.ts';
import { logSentence, probeEvidence } from '../kit/probe-finding.ts';
import { probeRemedies } from '../kit/probe-remedies.ts';
import { killWords, probeTitle, whyProbeFails } from '../kit/probe-words.ts';

export const livenessProbeFailing = defineRule({
  id: 'liveness-probe-failing',
  title: 'The liveness probe fails and has not killed the container yet',
  topic: 'readiness',
  severity: 'warning',
  verdict: 'degraded',
  needs: ['spec', 'status', 'events'],
  mayUse: ['logs', 'node'],

  *check({ status, events, logs, node, subject, now }) {
    for (const probed of probedContainers(status, node, now)) {
      const { container } = probed;
      const probe = probeOf(container, 'liveness');
      if (!probe || !hasStarted(probed) || wasKilled(probed, events)) continue;
      if (deathOf(container, status, events, now)?.current) continue;
      const failures = failuresNow(probed, 'liveness', events);
      if (!isStillFailing(failures, probe, events, now)) continue;
      const diagnosis = diagnoseProbe(container, probe.probe, failures, logs, status.containers);
      // An attempt that could not be made once (the container was just going) says nothing.
      if (failures.count === 0 && !diagnosis.neverCounts) continue;
      const passing = passingProbe(probed, 'liveness', events);
      const never = diagnosis.neverCounts && failures.count === 0;
      yield {
        container,
        ...(diagnosis.detail ? { detail: diagnosis.detail } : {}),
        title: `the liveness probe of ${containerText(container)} ${never ? 'cannot be run' : 'fails'}: ${probeTitle(probe.probe, diagnosis)}`,
        explanation: `${whyProbeFails(container, probe, diagnosis)}${logSentence(container, probe, diagnosis, logs)} ${never ? unguarded(container.name) : outlook(probed, probe, failures, now)}`,
        evidence: probeEvidence(container, probe, failures, diagnosis, logs),
        remedies: probeRemedies({ subject, container, probe, diagnosis, ...(passing ? { passing } : {}) }),
      };
    }
  },
});

/** It has killed the container already, or is at it: another rule's matter. */
function wasKilled({ container }: ProbedContainer, events: readonly EventFacts[]): boolean {
  return (
    probeKillUnderWay(container, events) !== undefined ||
    events.some(
      ({ reason, message, container: about }) =>
        reason === 'Killing' && (about ?? container.name) === container.name && /failed liveness probe/.test(message),
    )
  );
}

function unguarded(name: string): string {
  return `An error of this kind does not count as a failure, so ${name} is never killed for it; nothing restarts it either should it really hang.`;
}

/** How many of the failures that kill there have been, and when the last one can come. */
function outlook(
  { container, startedAt }: ProbedContainer,
  probe: ContainerProbe,
  failures: ProbeFailures,
  now: number,
): string {
  const { failureThreshold } = probe.timing;
  const ahead = killOutlook(failures, probe, startedAt);
  if (!ahead) {
    return (
      `It has failed ${failures.count} times since ${container.name} started and passed in between; ` +
      `${failureThreshold} failures in a row (failureThreshold) would have it killed.`
    );
  }
  return `It has failed ${failures.count} of ${failureThreshold} times (failureThreshold); ${killWords(container.name, probe, ahead, now)}.`;
}
