import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import { type Subject } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { probeOf } from '../../facts/probes.ts';
import { progressOf, workloadCondition, type StuckRollout } from '../../facts/rollout.ts';
import { formatSpan, formatTime } from '../../facts/time.ts';
import { podSpecFacts, templateOf } from '../../facts/workload.ts';
import { fieldEvidence, timed } from './evidence.ts';
import { act, kubectl, look } from './remedies.ts';

/** A container that cannot be ready within the deadline, whatever it does. */
interface TooShort {
  readonly container: string;
  /** Seconds from its start until its readiness probe is asked for the first time, and minReadySeconds. */
  readonly seconds: number;
  readonly sum: string;
}

/** Paused with a template that is not rolled out yet. A paused Deployment whose pods all have the newest template waits for nothing. */
export function isHeld(deployment: Workload): boolean {
  const { desired, updated } = progressOf(deployment);
  return deployment.spec?.paused === true && updated < desired;
}

export function stuckWords(deployment: Workload, stuck: StuckRollout, subject: Subject): Observation {
  const { desired, updated, available } = progressOf(deployment);
  const { deadlineSeconds, since, condition, replicaSet } = stuck;
  const template = templateOf(deployment);
  const short = template && tooShort(podSpecFacts(template, 'spec.template.spec'), deadlineSeconds, deployment);
  const name = nameOf(deployment);
  const serving =
    available > 0
      ? `${available} pod${available === 1 ? ' is' : 's are'} available meanwhile.`
      : 'No pod is available.';
  return {
    detail: short ? 'deadline-too-short' : 'no-progress',
    ...(short ? { severity: 'warning' } : {}),
    verdict: available > 0 ? 'degraded' : short ? 'starting' : 'failing',
    title: short
      ? `its rollout counts as stuck after ${deadlineSeconds} s, but container ${short.container} cannot be ready before ${short.seconds} s`
      : `its rollout made no progress for ${deadlineSeconds} s: ${updated} of ${desired} pods have the new version`,
    explanation:
      `Deployment ${name} has progressDeadlineSeconds ${deadlineSeconds}${deadlineSeconds < 60 ? '' : ` (${formatSpan(deadlineSeconds)})`}, and for that long no new pod got ready` +
      `${since === undefined ? '' : `, so since ${formatTime(since)} the rollout counts as stuck`}. ` +
      (short
        ? `Container ${short.container} is asked whether it is ready ${short.sum} after its start at the earliest, so the deadline passes even if all is well; the rollout goes on by itself. `
        : 'Nothing is rolled back by that; the controller goes on trying. ') +
      serving,
    evidence: [
      {
        source: 'owner',
        ref: `Deployment/${name} status.conditions[Progressing]`,
        text: [condition.reason, condition.message].filter(Boolean).join(': '),
        ...timed(since),
      },
      fieldEvidence(
        'owner',
        `Deployment/${name} spec.progressDeadlineSeconds`,
        deployment.spec?.progressDeadlineSeconds === undefined
          ? `${deadlineSeconds} (default)`
          : String(deadlineSeconds),
      ),
      fieldEvidence('owner', `Deployment/${name} status`, `${updated} of ${desired} updated, ${available} available`),
    ],
    remedies: short ? moreTime(short, deadlineSeconds, subject) : backOrOn(deployment, replicaSet, subject),
  };
}

/** The first container whose readiness probe alone takes longer than the deadline allows. */
function tooShort(template: PodSpecFacts, deadline: number, deployment: Workload): TooShort | undefined {
  const settle = deployment.spec?.minReadySeconds ?? 0;
  for (const container of template.containers) {
    const probe =
      container.kind === 'app' || container.kind === 'sidecar' ? probeOf(container, 'readiness') : undefined;
    const first = probe?.timing.firstCheck ?? 0;
    const seconds = first + settle;
    if (seconds < deadline) continue;
    const sum = settle > 0 ? `and then ready for minReadySeconds (${first} + ${settle} = ${seconds} s)` : `${first} s`;
    return { container: container.name, seconds, sum };
  }
  return undefined;
}

function moreTime({ seconds }: TooShort, deadline: number, subject: Subject): Remedy[] {
  const enough = Math.max(600, Math.ceil((seconds * 2) / 60) * 60);
  const { name } = subject.workload;
  return [
    act(
      `Raise progressDeadlineSeconds from ${deadline} to ${enough}`,
      'the deadline then leaves the pods the time that their probes wait, and as much again',
      kubectl(
        subject,
        'patch',
        `deployment/${name}`,
        '-p',
        JSON.stringify({ spec: { progressDeadlineSeconds: enough } }),
      ),
      'none: the pods are not restarted',
    ),
    look(
      'Wait for the pods to get ready',
      'the condition clears when they do',
      kubectl(subject, 'rollout', 'status', `deployment/${name}`),
    ),
  ];
}

function backOrOn(deployment: Workload, replicaSet: string | undefined, subject: Subject): Remedy[] {
  const name = nameOf(deployment);
  const before = Number(deployment.metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0) > 1;
  return [
    ...(before
      ? [
          act(
            'Go back to the version before, if the new one cannot be mended soon',
            'a Deployment never does so by itself',
            kubectl(subject, 'rollout', 'undo', `deployment/${name}`),
            'the new version is withdrawn',
          ),
        ]
      : []),
    look(
      `See how far ${replicaSet ? `ReplicaSet ${replicaSet}` : 'the rollout'} is`,
      'its conditions and events say what its pods wait for',
      kubectl(subject, 'describe', ...(replicaSet ? ['replicaset', replicaSet] : ['deployment', name])),
    ),
  ];
}

export function pausedWords(deployment: Workload, subject: Subject): Observation {
  const { desired, updated } = progressOf(deployment);
  const name = nameOf(deployment);
  const condition = workloadCondition(deployment, 'Progressing');
  return {
    severity: 'info',
    verdict: 'healthy',
    detail: 'paused',
    title: `its rollout is paused: ${updated} of ${desired} pods have the newest template`,
    explanation: `Somebody paused Deployment ${name} (spec.paused is true), so changes of its template are kept but not rolled out; the pods that run go on.`,
    evidence: [
      fieldEvidence('owner', `Deployment/${name} spec.paused`, 'true'),
      ...(condition?.reason
        ? [fieldEvidence('owner', `Deployment/${name} status.conditions[Progressing]`, condition.reason)]
        : []),
    ],
    remedies: [
      act(
        'Let the rollout go on',
        'if the change should be rolled out now',
        kubectl(subject, 'rollout', 'resume', `deployment/${name}`),
        'the pods are replaced by those of the newest template',
      ),
    ],
  };
}
