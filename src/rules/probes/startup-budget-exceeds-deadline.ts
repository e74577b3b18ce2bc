import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deadlineOf, type Deadline } from '../../facts/deadlines.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, probeEvidence, type ProbeOfContainer } from '../kit/manifest.ts';
import { act, advise, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

export const startupBudgetExceedsDeadline = defineRule({
  id: 'startup-budget-exceeds-deadline',
  title: 'The start may take longer than the deadline allows',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'rollout',
  needs: ['spec'],
  mayUse: ['workload'],

  *check({ spec, subject, workload }) {
    const deadline = deadlineOf(spec, workload?.object);
    if (!deadline) return;
    const slowest = slowestStart(spec);
    if (!slowest || slowest.total <= deadline.seconds) return;
    const { longest, total, before } = slowest;
    const { initialDelay, failureThreshold, period } = longest.timing;
    const sum = [
      ...before.map(budgetOf),
      ...(initialDelay > 0 ? [initialDelay] : []),
      `${failureThreshold} × ${period}`,
    ].join(' + ');
    const sidecars =
      before.length > 0 ? `, the ${before.length === 1 ? 'sidecar' : 'sidecars'} before it included` : '';
    yield {
      container: longest.container,
      path: `${longest.path}.failureThreshold`,
      title: `${containerText(longest.container)} may take ${total} s to start, and ${deadline.field} is ${deadline.seconds} s`,
      explanation: `The startup probe allows ${total} s (${sum})${sidecars}; ${consequence(deadline, subject)}`,
      evidence: [
        ...before.map(probeEvidence),
        probeEvidence(longest),
        fieldEvidence('spec', deadline.path, `${deadline.seconds} s${deadline.isDefault ? ', the default' : ''}`),
      ],
      remedies: [raise(deadline, total, subject)],
    };
  },
});

/** What a startup probe allows, as a rule of thumb: the delay and all its tries. */
function budgetOf({ timing: { initialDelay, failureThreshold, period } }: ProbeOfContainer): number {
  return initialDelay + failureThreshold * period;
}

/** Sidecars start one after the other, app containers beside each other. */
function slowestStart(
  spec: PodSpecFacts,
): { longest: ProbeOfContainer; total: number; before: ProbeOfContainer[] } | undefined {
  const probes = allProbes(spec).filter(({ type }) => type === 'startup');
  const sidecars = probes.filter(({ container }) => container.kind === 'sidecar');
  const [app] = probes.filter(({ container }) => container.kind === 'app').sort((a, b) => budgetOf(b) - budgetOf(a));
  const longest = app ?? sidecars.at(-1);
  if (!longest) return undefined;
  const before = sidecars.filter((one) => one !== longest);
  return { longest, before, total: budgetOf(longest) + before.reduce((sum, one) => sum + budgetOf(one), 0) };
}

function consequence({ seconds, field }: Deadline, subject: Subject): string {
  if (field === 'progressDeadlineSeconds') {
    return `the rollout of ${workloadName(subject)} counts as failed after ${seconds} s without progress, while the pod may still come up.`;
  }
  return `after ${seconds} s everything is stopped as DeadlineExceeded, perhaps before the work has begun.`;
}

function raise({ field, path }: Deadline, total: number, subject: Subject): Remedy {
  const wanted = Math.ceil((total + 60) / 60) * 60;
  const action = `Raise ${field} to ${wanted} s, or allow fewer tries if the start never takes ${total} s`;
  const why = `the start then fits with ${wanted - total} s to spare for scheduling and pulling`;
  if (subject.workload.kind !== 'Deployment' || path !== 'spec.progressDeadlineSeconds') return advise(action, why);
  const body = JSON.stringify({ spec: { progressDeadlineSeconds: wanted } });
  return act(action, why, kubectl(subject, 'patch', workloadRef(subject), '-p', body), 'none');
}
