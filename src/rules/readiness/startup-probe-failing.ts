import { defineRule } from '../../core/rule.ts';
import { deathOf } from '../../facts/death.ts';
import { probeKillUnderWay } from '../../facts/probe-kill.ts';
import {
  failuresNow,
  hasStarted,
  killOutlook,
  probedContainers,
  type ProbedContainer,
} from '../../facts/probe-life.ts';
import { diagnoseProbe, type ProbeDiagnosis, type ProbeFailures } from '../../facts/probe-failures.ts';
import { probeOf, type ContainerProbe } from '../../facts/probes.ts';
import { formatSpan } from '../../facts/time.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { logSentence, probeEvidence } from '../kit/probe-finding.ts';
import { giveMoreTime, lookAtLog } from '../kit/probe-fixes.ts';
import { probeRemedies } from '../kit/probe-remedies.ts';
import { killWords, probeTitle, whyProbeFails } from '../kit/probe-words.ts';

export const startupProbeFailing = defineRule({
  id: 'startup-probe-failing',
  title: 'The startup probe has not passed yet',
  topic: 'readiness',
  severity: 'warning',
  verdict: 'starting',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'node'],

  *check({ status, events, logs, node, subject, now }) {
    for (const probed of probedContainers(status, node, now)) {
      const { container } = probed;
      const probe = probeOf(container, 'startup');
      if (!probe || hasStarted(probed) || probeKillUnderWay(container, events)) continue;
      if (deathOf(container, status, events, now)?.current) continue;
      const failures = failuresNow(probed, 'startup', events);
      const grace = probe.timing.grace ?? status.pod.spec?.terminationGracePeriodSeconds ?? 30;
      const overdue = probed.runs > probe.timing.effectAtLatest + grace;
      if (failures.events.length === 0 && !overdue) continue;
      const diagnosis = diagnoseProbe(container, probe.probe, failures, logs, status.containers);
      const trouble = { subject, container, probe, diagnosis };
      const stuck = diagnosis.neverCounts || overdue;
      yield {
        container,
        ...(diagnosis.detail ? { detail: diagnosis.detail } : {}),
        title: `the startup probe of ${containerText(container)} ${stuck ? 'never passes' : 'has not passed yet'}: ${probeTitle(probe.probe, diagnosis)}`,
        explanation: `${whyProbeFails(container, probe, diagnosis)}${logSentence(container, probe, diagnosis, logs)} ${stuck ? blocked(probed, probe, diagnosis) : budget(probed, probe, failures, now)} ${waiting(container.kind)}`,
        evidence: [
          fieldEvidence(
            'status',
            `status.containerStatuses[${container.name}].started`,
            `false, running for ${formatSpan(probed.runs)}`,
          ),
          ...probeEvidence(container, probe, failures, diagnosis, logs),
        ],
        remedies:
          stuck || diagnosis.detail !== 'too-early'
            ? probeRemedies(trouble)
            : [...lookAtLog(trouble), giveMoreTime(trouble)],
        ...(stuck ? ({ severity: 'critical', verdict: 'failing' } as const) : {}),
        confidence: overdue && !diagnosis.neverCounts ? 'likely' : 'certain',
      };
    }
  },
});

function waiting(kind: string): string {
  return kind === 'sidecar'
    ? 'What comes after this sidecar, the app containers among it, is not started before it passes.'
    : 'Until it passes the container counts as not started: no other probe is asked, and Services send it no traffic.';
}

/** How much of the budget is used and when it ends. */
function budget(
  { container, startedAt }: ProbedContainer,
  probe: ContainerProbe,
  failures: ProbeFailures,
  now: number,
): string {
  const { failureThreshold } = probe.timing;
  const ahead = killOutlook(failures, probe, startedAt);
  const failed = `It has failed ${Math.min(failures.count, failureThreshold)} of ${failureThreshold} times (failureThreshold)`;
  return ahead
    ? `${failed}; ${killWords(container.name, probe, ahead, now)}.`
    : `${failed}, which is enough: the kubelet kills ${container.name} any moment now.`;
}

function blocked(
  { container, runs }: ProbedContainer,
  { timing }: ContainerProbe,
  { neverCounts }: ProbeDiagnosis,
): string {
  const spent = `${container.name} has run for ${formatSpan(runs)}, and its budget is ${formatSpan(timing.effectAfter)}`;
  return neverCounts
    ? `An error of this kind counts neither as success nor as failure: ${spent}${runs > timing.effectAfter ? ', yet' : ', but'} it will neither be started nor killed, and waits for ever.`
    : `${spent}: a probe that fails would have had it killed by now, so most likely the attempts end in errors, which do not count.`;
}
