import type { ContainerFacts, EventFacts, PodStatusFacts } from '../core/evidence.ts';
import { aboutContainer, withReason } from './events.ts';
import { conditionOf, isFinished } from './pod-status.ts';
import { pullOf } from './pulls.ts';
import type { LifeStage } from './stages.ts';
import { formatSpan, parseTime, secondsBetween } from './time.ts';

/** Waiting reasons that are part of a normal start. */
const patient: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

type Events = readonly EventFacts[] | undefined;

/**
 * The pulls and the init containers and sidecars in their order: each begins when the one before is done (a sidecar is done once it has started).
 * The pulls of the app containers come last.
 */
export function containerStages(
  status: PodStatusFacts,
  events: Events,
  sandbox: LifeStage,
  now: number,
): readonly LifeStage[] {
  const stages: LifeStage[] = [];
  let before = sandbox;
  for (const container of status.containers) {
    if (container.kind === 'ephemeral') continue;
    const pull = pullStage(container, events, now);
    if (pull) stages.push(pull);
    if (container.kind === 'app') continue;
    const stage =
      container.kind === 'init' ? initStage(container, status, before) : sidecarStage(container, status, before);
    const timed = withTime(stage, now);
    stages.push(timed);
    before = timed;
  }
  return stages;
}

function withTime(stage: LifeStage, now: number): LifeStage {
  if (stage.state !== 'active' || stage.at === undefined) return stage;
  return { ...stage, took: secondsBetween(stage.at, now) };
}

function pullStage(container: ContainerFacts, events: Events, now: number): LifeStage | undefined {
  const pull = pullOf(container, events);
  if (!pull) return undefined;
  const { state, began, ended, took, pulling, bytes } = pull;
  const at = state === 'done' ? ended : began;
  const measured = took ?? (began === undefined ? undefined : secondsBetween(began, ended ?? now));
  return {
    stage: `pull ${container.name}`,
    container: container.name,
    state,
    ...(at === undefined ? {} : { at }),
    ...(measured === undefined || state === 'failed' ? {} : { took: measured }),
    ...note(
      state === 'failed' ? container.waiting?.message || container.waiting?.reason : pullNote(took, pulling, bytes),
    ),
  };
}

function pullNote(took?: number, pulling?: number, bytes?: number): string {
  const waited = took !== undefined && pulling !== undefined ? took - pulling : 0;
  const size = bytes === undefined ? [] : [`${Math.max(1, Math.round(bytes / 1_000_000))} MB`];
  const queue = waited >= 1 ? [`${formatSpan(waited)} of it waiting for other pulls`] : [];
  return [...size, ...queue].join(', ');
}

function note(text: string | undefined): { note?: string } {
  return text ? { note: text } : {};
}

function base(container: ContainerFacts): { stage: string; container: string } {
  return { stage: `${container.kind} ${container.name}`, container: container.name };
}

function initStage(container: ContainerFacts, status: PodStatusFacts, before: LifeStage): LifeStage {
  const { terminated, running, restarts } = container;
  if (terminated?.exitCode === 0) {
    const { startedAt, finishedAt } = terminated;
    return {
      ...base(container),
      state: 'done',
      ...(finishedAt === undefined ? {} : { at: finishedAt }),
      ...(startedAt === undefined || finishedAt === undefined ? {} : { took: secondsBetween(startedAt, finishedAt) }),
      ...note(restarts > 0 ? `at the ${ordinal(restarts + 1)} run` : ''),
    };
  }
  const failure = failureOf(container);
  if (failure) return failure;
  if (running) return { ...base(container), state: 'active', ...startOf(running), ...note(runNote(container)) };
  return notBegun(container, status, before);
}

function sidecarStage(container: ContainerFacts, status: PodStatusFacts, before: LifeStage): LifeStage {
  const { running, terminated, started, spec } = container;
  if (running && started)
    return { ...base(container), state: 'done', ...startOf(running), ...note(runNote(container)) };
  if (running) {
    const waits = spec.startupProbe ? 'runs, its startup probe has not passed yet' : 'runs, its start is not complete';
    return { ...base(container), state: 'active', ...startOf(running), note: waits };
  }
  if (terminated && (isFinished(status) || status.deletion))
    return { ...base(container), state: 'done', ...startOf(terminated) };
  return failureOf(container) ?? notBegun(container, status, before);
}

/** A container that ended badly or cannot start, with what its status says of it. */
function failureOf(container: ContainerFacts): LifeStage | undefined {
  const { terminated, waiting, last, restarts } = container;
  const end = terminated ?? last;
  const again = restarts > 0 ? `, restarted ${restarts}×` : '';
  if (terminated) {
    const text = `exit code ${terminated.exitCode} (${terminated.reason || 'no reason given'})${again}`;
    return { ...base(container), state: 'failed', ...startOf(terminated), note: text };
  }
  if (!waiting || patient.has(waiting.reason)) return undefined;
  const code = end ? `, exit code ${end.exitCode}` : '';
  return {
    ...base(container),
    state: 'failed',
    ...(end ? startOf(end) : {}),
    note: `${waiting.reason}${code}${again}`,
  };
}

function notBegun(container: ContainerFacts, status: PodStatusFacts, before: LifeStage): LifeStage {
  if (conditionOf(status, 'Initialized')?.status === 'True') return { ...base(container), state: 'done' };
  if (isFinished(status)) return { ...base(container), state: 'skipped' };
  if (before.state !== 'done') return { ...base(container), state: 'waiting', note: `waits for ${before.stage}` };
  return {
    ...base(container),
    state: 'active',
    ...(before.at === undefined ? {} : { at: before.at }),
    note: 'is being started',
  };
}

function startOf({ startedAt }: { readonly startedAt?: number }): { at?: number } {
  return startedAt === undefined ? {} : { at: startedAt };
}

function runNote({ restarts, last }: ContainerFacts): string {
  if (restarts === 0) return '';
  return `restarted ${restarts}×${last ? `, last with exit code ${last.exitCode}` : ''}`;
}

function ordinal(count: number): string {
  const tens = count % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${suffix}`;
}

/** All app containers have started at least once and none of them is held up now. */
export function startedStage(status: PodStatusFacts, events: Events, before: LifeStage, now: number): LifeStage {
  const stage = 'started';
  const apps = status.containers.filter(({ kind }) => kind === 'app');
  const initialized = conditionOf(status, 'Initialized');
  const begun = parseTime(initialized?.status === 'True' ? initialized.lastTransitionTime : undefined) ?? before.at;
  const failed = apps.filter((container) => isHeldUp(container, status));
  if (failed.length > 0)
    return {
      stage,
      state: 'failed',
      ...sinceThen(firstStart(failed, events)),
      note: failed.map(heldUpText).join('; '),
    };
  const missing = apps.filter(({ running, terminated }) => !running && !terminated);
  if (apps.length > 0 && missing.length === 0) {
    const time = firstStart(apps, events);
    const took = time === undefined || begun === undefined ? {} : { took: secondsBetween(begun, time) };
    return {
      stage,
      state: 'done',
      ...sinceThen(time),
      ...took,
      ...note(apps.map(restartText).filter(Boolean).join('; ')),
    };
  }
  if (isFinished(status)) return { stage, state: 'skipped' };
  if (before.state !== 'done') return { stage, state: 'waiting', note: `waits for ${before.stage}` };
  const names = missing.map(({ name }) => name).join(', ');
  return {
    stage,
    state: 'active',
    ...sinceThen(begun),
    ...(begun === undefined ? {} : { took: secondsBetween(begun, now) }),
    ...note(names && `waits for ${names}`),
  };
}

function sinceThen(time: number | undefined): { at?: number } {
  return time === undefined ? {} : { at: time };
}

/** Waiting for a bad reason, or ended although it should run. */
function isHeldUp({ waiting, terminated }: ContainerFacts, status: PodStatusFacts): boolean {
  if (waiting) return !patient.has(waiting.reason) && !isFinished(status);
  return terminated !== undefined && terminated.exitCode !== 0 && !status.deletion && !isFinished(status);
}

function heldUpText({ name, waiting, terminated, restarts }: ContainerFacts): string {
  const what = waiting
    ? waiting.reason
    : `exit code ${terminated?.exitCode ?? 0} (${terminated?.reason || 'no reason given'})`;
  return `${name}: ${what}${restarts > 0 ? `, restarted ${restarts}×` : ''}`;
}

function restartText({ name, restarts }: ContainerFacts): string {
  return restarts > 0 ? `${name} restarted ${restarts}×` : '';
}

/** When the last of the containers started for the first time: its oldest Started event, or its only run. */
function firstStart(containers: readonly ContainerFacts[], events: Events): number | undefined {
  const times = containers.map((container) => {
    const event = withReason(aboutContainer(events, container.name), 'Started')[0]?.first;
    const own = container.running?.startedAt ?? container.terminated?.startedAt;
    return container.restarts === 0 ? (own ?? event) : event;
  });
  const known = times.filter((time) => time !== undefined);
  return known.length === containers.length && known.length > 0 ? Math.max(...known) : undefined;
}
