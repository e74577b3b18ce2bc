import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import { staysRunning } from '../core/rule.ts';
import { isRestarted } from './death.ts';
import { newest } from './events.ts';
import { conditionOf, isScheduled } from './pod-status.ts';
import { probeOf } from './probes.ts';
import { parseTime } from './time.ts';

/** Where a pod is on its way to being ready. Times in milliseconds since the epoch. */
export interface StartStage {
  readonly stage:
    | 'scheduling'
    | 'accepting'
    | 'sandbox'
    | 'pulling'
    | 'init'
    | 'creating'
    | 'startup-probe'
    | 'readiness'
    | 'conditions';
  /** The container that is on; missing where the pod as a whole is. */
  readonly container?: ContainerFacts;
  /** What comes of the init containers and sidecars: the how-manieth of how many. */
  readonly step?: { readonly number: number; readonly of: number };
  readonly since?: number;
  /** When the next step can come at the earliest, where it is known. */
  readonly nextAt?: number;
}

/** The first thing that a pod which is not ready waits for, in the order in which the kubelet does them. undefined for one that is ready or has ended. */
export function startStageOf(
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): StartStage | undefined {
  if (conditionOf(status, 'Ready')?.status === 'True') return undefined;
  if (!isScheduled(status)) return withSince({ stage: 'scheduling' }, status.created);
  if (status.started === undefined) {
    return withSince(
      { stage: 'accepting' },
      parseTime(conditionOf(status, 'PodScheduled')?.lastTransitionTime) ?? status.created,
    );
  }
  const init = status.containers.filter(({ kind }) => kind === 'init' || kind === 'sidecar');
  const index = init.findIndex((container) => !isPassed(container));
  const first =
    init[index] ??
    status.containers.find((one) => one.kind === 'app' && !(one.running && one.ready) && !hasFinished(one, status));
  const step = index < 0 ? undefined : { number: index + 1, of: init.length };
  if (!first && isWorkingOn(status)) return undefined;
  if (!first) return withSince({ stage: 'conditions' }, readySince(status));
  const stage = stageOfContainer(first, status, events);
  return step ? { ...stage, step } : stage;
}

function withSince(stage: Omit<StartStage, 'since'>, since: number | undefined): StartStage {
  return since === undefined ? stage : { ...stage, since };
}

function readySince(status: PodStatusFacts): number | undefined {
  return parseTime(conditionOf(status, 'ContainersReady')?.lastTransitionTime);
}

/** An init container that is done, or a sidecar that is up: what comes after it may start. */
function isPassed({ kind, terminated, running, started }: ContainerFacts): boolean {
  return kind === 'init' ? terminated?.exitCode === 0 : running !== undefined && started;
}

function stageOfContainer(
  container: ContainerFacts,
  status: PodStatusFacts,
  events: readonly EventFacts[] | undefined,
): StartStage {
  const startedAt = container.running?.startedAt;
  if (container.running) {
    if (container.kind === 'init') return withSince({ stage: 'init', container }, startedAt);
    const type = container.started ? 'readiness' : 'startup';
    const probe = probeOf(container, type);
    const first = startedAt === undefined || !probe ? undefined : startedAt + probe.timing.firstCheck * 1000;
    return withSince(
      {
        stage: container.started ? 'readiness' : 'startup-probe',
        container,
        ...(first === undefined ? {} : { nextAt: first }),
      },
      startedAt,
    );
  }
  const sandbox = conditionOf(status, 'PodReadyToStartContainers');
  const begun = status.containers.some(({ running, terminated, last }) => running ?? terminated ?? last);
  const own = (events ?? []).filter((event) => event.container === container.name);
  const image = newest(own, 'Pulling', 'Pulled');
  if (!begun && own.length === 0 && sandbox?.status !== 'True') return withSince({ stage: 'sandbox' }, status.started);
  if (image?.reason === 'Pulling') return withSince({ stage: 'pulling', container }, image.last);
  return withSince({ stage: 'creating', container }, own.at(-1)?.last ?? status.started);
}

/** It ended with 0 and is not started again: its work is done. */
function hasFinished(container: ContainerFacts, status: PodStatusFacts): boolean {
  return container.terminated?.exitCode === 0 && !isRestarted(container, status, container.terminated);
}

/** Some app containers have done their work and all others run and are ready; the pod counts as not ready only for those that are done. */
export function isWorkingOn(status: PodStatusFacts): boolean {
  if (status.phase !== 'Running' || status.deletion) return false;
  const apps = status.containers.filter(({ kind }) => kind === 'app');
  const done = apps.filter((container) => hasFinished(container, status));
  const rest = status.containers.filter(({ kind }) => staysRunning(kind)).filter((one) => !done.includes(one));
  return done.length > 0 && done.length < apps.length && rest.every(({ running, ready }) => running && ready);
}

/** Succeeded; or every app container ended with 0 and stays so, which the phase shows a moment later. */
export function isDone(status: PodStatusFacts): boolean {
  if (status.phase === 'Succeeded') return true;
  const apps = status.containers.filter(({ kind }) => kind === 'app');
  return status.phase !== 'Failed' && apps.length > 0 && apps.every((container) => hasFinished(container, status));
}
