import type { PodStatusFacts } from '../../core/evidence.ts';
import type { Severity } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { deathOf } from '../../facts/death.ts';
import { initWaitOf, serviceNamed, type InitWait } from '../../facts/init-wait.ts';
import { isNodeSilent } from '../../facts/probe-life.ts';
import { isFinished } from '../../facts/pod-status.ts';
import { secondsBetween } from '../../facts/time.ts';
import { initWaitEvidence, initWaitRemedies, initWaitTitle, initWaitWords, whatWaitsFor } from '../kit/init-wait.ts';

/** Seconds from which on an init container is worth a word: the plainer it is that it does not get on, the sooner. */
function patience(wait: InitWait, missing: string | undefined): number {
  if (missing !== undefined) return 15;
  if (wait.kind === 'works') return 300;
  return wait.kind === 'serves' || wait.host !== undefined ? 30 : 120;
}

export const initContainerBlocking = defineRule({
  id: 'init-container-blocking',
  title: 'An init container runs on and on, so nothing after it starts',
  topic: 'readiness',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'node', 'services'],

  *check({ status, events, logs, node, services, subject, now }) {
    if (status.deletion || isFinished(status) || isNodeSilent(node)) return;
    for (const container of status.containers) {
      const startedAt = container.running?.startedAt;
      if (container.kind !== 'init' || startedAt === undefined) continue;
      if (deathOf(container, status, events, now)?.current) continue;
      const wait = initWaitOf(container, logs);
      const runs = secondsBetween(startedAt, now);
      const missing = missingService(wait, status, services);
      if (runs < patience(wait, missing)) continue;
      yield {
        container,
        title: `init container ${container.name} ${initWaitTitle(wait, missing, runs)}`,
        explanation: `${initWaitWords(container, wait, missing, runs)}${whatWaitsFor(container, status)}`,
        evidence: initWaitEvidence(container, wait, missing, startedAt, runs, logs),
        remedies: initWaitRemedies(container, wait, missing, subject, services),
        severity: severityOf(wait, runs),
        confidence: wait.kind === 'works' ? 'possible' : 'likely',
      };
    }
  },
});

/** The host that it waits for, where the namespace has no Service of that name. */
function missingService(
  wait: InitWait,
  status: PodStatusFacts,
  services: readonly Service[] | undefined,
): string | undefined {
  if (wait.kind !== 'waits' || wait.host === undefined || isAlias(wait.host, status)) return undefined;
  return serviceNamed(wait.host, status.namespace, services) === 'missing' ? wait.host : undefined;
}

function isAlias(host: string, { pod }: PodStatusFacts): boolean {
  return (pod.spec?.hostAliases ?? []).some(({ hostnames }) => hostnames?.includes(host) === true);
}

function severityOf({ kind }: InitWait, runs: number): Severity {
  return kind === 'works' && runs < 1800 ? 'warning' : 'critical';
}
