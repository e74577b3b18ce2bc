import type { ContainerFacts, EventFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deathOf, type Death, type DeathKind } from '../../facts/death.ts';
import { retriedWell } from '../../facts/job-attempts.ts';
import { conditionOf } from '../../facts/pod-status.ts';
import { probeKillUnderWay } from '../../facts/probe-kill.ts';
import { crashEvidence } from '../kit/crash.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { logsCommand, look } from '../kit/remedies.ts';
import { restartText, restartTitle, retryText, retryTitle } from '../kit/restarts.ts';

export const restartedEarlier = defineRule({
  id: 'restarted-earlier',
  title: 'A container was restarted before and runs now',
  topic: 'outcome',
  severity: 'info',
  verdict: 'healthy',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],

  *check({ status, events, logs, owner, subject, now }) {
    if (status.deletion) return;
    const retry = retriedWell(status, owner, now);
    const verdict = retry?.state === 'succeeded' ? 'completed' : isReady(status) || retry ? 'healthy' : 'starting';
    for (const container of status.containers) {
      const death = deathOf(container, status, events, now);
      if (retry ? !death?.current : !recovered(container, death, events)) continue;
      const detail = death ? ruleOf[death.kind] : undefined;
      yield {
        container,
        verdict,
        ...(detail ? { detail } : {}),
        title: retry && death ? retryTitle(container, death, retry) : restartTitle(container, death),
        explanation: retry && death ? retryText(container, death, retry) : restartText(container, death, now),
        evidence: death
          ? crashEvidence({ container, death }, logs)
          : [
              fieldEvidence(
                'status',
                `status.containerStatuses[${container.name}].restartCount`,
                String(container.restarts),
              ),
            ],
        remedies: lookBack(container, death, subject),
        ...confidenceOf(death),
      };
    }
  },
});

/** The rule that would have named the death while it was today's trouble. */
const ruleOf: Readonly<Partial<Record<DeathKind, string>>> = {
  oom: 'oom-killed',
  'liveness-probe': 'liveness-probe-killed',
  'startup-probe': 'startup-probe-killed',
  'post-start-hook': 'post-start-hook-failed',
  'start-error': 'container-create-failed',
  lost: 'node-lost',
  signal: 'killed-by-signal',
  exit: 'app-exit-error',
  completed: 'app-exits-early',
};

function isReady(status: PodStatusFacts): boolean {
  return conditionOf(status, 'Ready')?.status === 'True';
}

/** It runs, it was restarted, and nothing of that is today's trouble. */
function recovered(
  container: ContainerFacts,
  death: Death | undefined,
  events: readonly EventFacts[] | undefined,
): boolean {
  if (!container.running || container.kind === 'ephemeral') return false;
  if (container.restarts === 0 && !death) return false;
  return death?.current !== true && !probeKillUnderWay(container, events);
}

function confidenceOf(death: Death | undefined): Pick<Observation, 'confidence'> {
  return death ? { confidence: death.confidence } : {};
}

function lookBack(container: ContainerFacts, death: Death | undefined, subject: Subject) {
  const quiet = death?.kind === 'stopped' || death?.kind === 'definition-changed';
  const command = quiet ? undefined : logsCommand(subject, container.name, container.running !== undefined);
  return command ? [look(`Read how the instance before of ${container.name} ended`, 'it may come again', command)] : [];
}
