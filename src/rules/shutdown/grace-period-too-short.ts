import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { preStopTime, shutdownTimeOf, type ShutdownTime } from '../../facts/pre-stop.ts';
import type { PreStop } from '../../facts/termination.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers } from '../kit/manifest.ts';
import { changePod } from '../kit/remedies.ts';

/** What a pod gets that says nothing. */
const usualGrace = 30;
/** Seconds that a program needs at least after SIGTERM to close what is open. */
const least = 5;

export const gracePeriodTooShort = defineRule({
  id: 'grace-period-too-short',
  title: 'The preStop hook leaves the program no time to stop',
  topic: 'shutdown',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'shutdown',
  needs: ['spec'],

  *check({ spec, subject }) {
    const grace = spec.spec.terminationGracePeriodSeconds ?? usualGrace;
    if (grace <= 0) return;
    const found = stayingContainers(spec).flatMap((container) => {
      const one = shortage(container, grace);
      return one ? [one] : [];
    });
    // The grace period is the pod's: one finding, for the container that needs most of it.
    const [worst] = found.sort((a, b) => b.needed - a.needed);
    if (worst) yield observe(worst, grace, spec, subject);
  },
});

interface Shortage {
  readonly container: ContainerSpec;
  readonly hook?: PreStop;
  /** Seconds of the hook; 0 without one. */
  readonly hookSeconds: number;
  readonly shutdown?: ShutdownTime;
  /** Seconds that the whole needs. */
  readonly needed: number;
}

function shortage(container: ContainerSpec, grace: number): Shortage | undefined {
  const hook = preStopTime(container);
  const shutdown = shutdownTimeOf(container);
  const hookSeconds = hook?.seconds ?? 0;
  // The API server refuses a sleep that is longer than the grace period: hook-invalid says that.
  if (hook?.handler === 'sleep' && hookSeconds > grace) return undefined;
  const common = { container, hookSeconds, ...(hook ? { hook } : {}) };
  if (shutdown && hookSeconds + shutdown.seconds > grace) {
    return { ...common, shutdown, needed: hookSeconds + shutdown.seconds };
  }
  if (shutdown || hookSeconds === 0 || grace - hookSeconds > least) return undefined;
  return { ...common, needed: hookSeconds + usualGrace };
}

function observe(one: Shortage, grace: number, spec: PodSpecFacts, subject: Subject): Observation {
  const { container, hookSeconds, shutdown } = one;
  const path = `${spec.path}.terminationGracePeriodSeconds`;
  const wanted = Math.ceil(shutdown ? one.needed + least : one.needed);
  const sum = shutdown
    ? [...(hookSeconds > 0 ? [hookSeconds] : []), shutdown.seconds, least].join(' + ')
    : `${hookSeconds} + ${usualGrace}`;
  return {
    container,
    path,
    ...(shutdown ? { confidence: 'likely' as const } : {}),
    title: titleOf(one, grace),
    explanation: explanationOf(one, grace),
    evidence: evidenceOf(one, path, grace),
    remedies: [
      changePod(subject, ['terminationGracePeriodSeconds'], wanted, {
        action: `Give the pod ${wanted} s to stop (${sum})`,
        why: 'the hook and the shutdown of the program then both fit',
      }),
    ],
    fix: {
      description: `terminationGracePeriodSeconds: ${wanted} (${sum})`,
      edits: [{ kind: 'set', path, value: wanted }],
    },
  };
}

function titleOf({ container, hook, hookSeconds, shutdown }: Shortage, grace: number): string {
  const name = containerText(container);
  if (shutdown) return `${name} wants ${hookSeconds + shutdown.seconds} s to stop and the pod has ${grace} s`;
  const takes = `${hook?.atLeast ? 'at least ' : ''}${hookSeconds} s`;
  return hookSeconds >= grace
    ? `the preStop hook of ${name} takes ${takes}, all of the ${grace} s grace period`
    : `the preStop hook of ${name} takes ${takes} of the ${grace} s grace period`;
}

function explanationOf({ container, hook, hookSeconds, shutdown }: Shortage, grace: number): string {
  const left = Math.max(0, grace - hookSeconds);
  const clock = 'The hook runs on the clock of the grace period';
  if (shutdown) {
    const all =
      hookSeconds > 0
        ? `${clock}: it takes ${hookSeconds} s, and ${shutdown.from}`
        : `By ${shutdown.from} ${container.name}`;
    return hookSeconds > 0
      ? `${all} gives the program ${shutdown.seconds} s more. ${hookSeconds} + ${shutdown.seconds} is more than ${grace}: SIGKILL ends it after ${grace} s, in the middle of its shutdown.`
      : `${all} may take ${shutdown.seconds} s to stop; SIGKILL ends it after ${grace} s, in the middle of its shutdown.`;
  }
  const atLeast = hook?.atLeast ? 'at least ' : '';
  if (left === 0) {
    return `${clock}: it takes ${atLeast}${hookSeconds} s and there are ${grace} s, so it is cut off, ${container.name} gets SIGTERM then and SIGKILL 2 s later.`;
  }
  return `${clock}: of ${grace} s it takes ${atLeast}${hookSeconds} s, so ${container.name} has ${left} s from SIGTERM to SIGKILL to finish its requests and close its connections.`;
}

function evidenceOf({ container, hookSeconds, shutdown }: Shortage, path: string, grace: number): EvidenceItem[] {
  return [
    ...(hookSeconds > 0
      ? [fieldEvidence('spec', `${container.path}.lifecycle.preStop`, `takes ${hookSeconds} s`)]
      : []),
    ...(shutdown ? [fieldEvidence('spec', shutdown.path, `${shutdown.from}: ${shutdown.seconds} s`)] : []),
    fieldEvidence('spec', path, `${grace} s${grace === usualGrace ? ', the default' : ''}`),
  ];
}
