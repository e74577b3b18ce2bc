import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { deletionStage } from '../../facts/deletion-stage.ts';
import { newest } from '../../facts/events.ts';
import { terminationOf } from '../../facts/termination.ts';
import { formatSpan } from '../../facts/time.ts';
import { overdueRemedies, stoppingEvidence, stoppingRemedies, type Stopping } from '../kit/stopping-remedies.ts';
import { stoppingText } from '../kit/stopping-words.ts';
import { clock } from '../kit/termination-words.ts';

export const terminatingSlow = defineRule({
  id: 'terminating-slow',
  title: 'The pod is deleted and takes its time to end',
  topic: 'termination',
  severity: 'info',
  verdict: 'terminating',
  needs: ['status'],
  mayUse: ['events', 'node'],

  *check({ status, events, node, subject, now }) {
    const stage = deletionStage(status, node, events, now);
    const termination = terminationOf(status, now);
    if (!termination || (stage?.stage !== 'stopping' && stage?.stage !== 'overdue')) return;
    const failed = newest(events, 'FailedKillPod', 'ExceededGracePeriod');
    const told = { termination, running: stage.running, failed, subject, now };
    yield {
      ...(stage.running.length === 1 && stage.running[0] ? { container: stage.running[0] } : {}),
      ...(stage.stage === 'overdue' ? overdue(told) : stopping(told)),
      evidence: stoppingEvidence(told),
    };
  },
});

function stopping(told: Stopping): Omit<Observation, 'evidence'> {
  const { termination, running, now } = told;
  const { graceSeconds, remainingSeconds, killAt } = termination;
  const due = remainingSeconds === 0;
  return {
    detail: due ? 'kill-due' : 'within-grace',
    title: due
      ? `it is being stopped: its grace period of ${graceSeconds} s is over, and what still runs is killed now`
      : `it is being stopped, within its grace period of ${graceSeconds} s: ${formatSpan(remainingSeconds)} are left`,
    explanation: `${stoppingText(termination, running, now)} ${running.length > 0 ? `What still runs is killed with SIGKILL by ${clock(killAt)}.` : 'None of its containers runs any more; its sandbox and volumes are being taken down.'}`,
    remedies: stoppingRemedies(told),
  };
}

function overdue(told: Stopping): Omit<Observation, 'evidence'> {
  const { termination, running, failed, subject } = told;
  const late = formatSpan(termination.overdueSeconds);
  const names = running.map(({ name }) => name).join(', ');
  const what =
    running.length > 0
      ? `Container ${names} should have been killed by then and is still shown as running: the kubelet or the container runtime does not get it done (a process that hangs in the kernel, a runtime that does not answer, a kubelet that is not told).`
      : 'None of its containers runs any more; what is left is the sandbox, its network and its volumes, one of which cannot be taken down.';
  const said = failed ? ` The kubelet says: ${failed.message.trim().replace(/[.\s]+$/, '')}.` : '';
  return {
    severity: 'error',
    detail: failed?.reason === 'FailedKillPod' ? 'kill-failed' : running.length > 0 ? 'overdue' : 'teardown',
    weight: 30,
    title: `it is deleted and has not ended ${late} after its grace period of ${termination.graceSeconds} s`,
    explanation: `Its grace period ended at ${clock(termination.deadline)}, ${late} ago. ${what}${said}`,
    remedies: overdueRemedies(subject),
  };
}
