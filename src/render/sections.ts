import type { PodReport, ReportedFinding } from '../core/report.ts';
import { severitySigns } from './text/palette.ts';
import { oneLine } from './text/clean.ts';

export type Tone = 'plain' | 'faint' | 'bad' | 'warn' | 'good';

/** A labelled part of the report: aligned rows, with one clause for those who do not know the term. */
export interface Section {
  readonly label: string;
  readonly hint?: string;
  readonly rows: readonly (readonly string[])[];
  readonly tone?: (row: number) => Tone;
}

const stageSigns = { done: '●', active: '◔', failed: '✖', waiting: '○', skipped: '–' } as const;
const stageTones = { done: 'good', active: 'warn', failed: 'bad', waiting: 'faint', skipped: 'faint' } as const;

/** The parts of a report that have something to say, in their order. Short where the pod is healthy, unless `wide`. */
export function sections(report: PodReport, others: readonly ReportedFinding[], wide: boolean): Section[] {
  const calm = report.verdict === 'healthy' || report.verdict === 'completed';
  const full = wide || !calm;
  return [
    seen(report),
    also(others),
    ...(full ? [life(report), conditions(report, wide), containers(report, wide), probes(report), qos(report)] : []),
    ...(full ? [events(report, wide)] : []),
    advice(report, wide),
    notSeen(report),
  ].filter((section) => section.rows.length > 0);
}

/** What the first finding rests on; advice is none. */
function firstEvidence({ findings }: PodReport): ReportedFinding['evidence'] {
  return findings.find(({ severity }) => severity !== 'advice')?.evidence ?? [];
}

/** The evidence of the first finding. */
function seen(report: PodReport): Section {
  const rows = firstEvidence(report).map(({ source, ref, text, time }) => [
    clock(time),
    source,
    source === 'log' ? text : `${shortRef(source, ref)}: ${oneLine(text)}`,
  ]);
  return { label: 'SEEN', rows };
}

/** A field path without what goes without saying: `web lastState.terminated` for `status.containerStatuses[web].lastState.terminated`. */
function shortRef(source: string, ref: string): string {
  if (source !== 'status' && source !== 'spec') return ref;
  const container = /^status\.\w*[cC]ontainerStatuses\[([^\]]+)\]\.(.+)$/.exec(ref);
  return container ? `${container[1]} ${container[2]}` : ref.replace(/^(status|spec)\./, '');
}

function also(others: readonly ReportedFinding[]): Section {
  const shown = others.filter(({ severity }) => severity !== 'info' || others.length < 3);
  return {
    label: 'ALSO',
    rows: shown.map(({ severity, title, explanation, causedBy }) => [
      causedBy === null ? severitySigns[severity] : '↳',
      `${title}${causedBy === null ? '' : ' (follows from the above)'}: ${explanation}`,
    ]),
    tone: (row) => (shown[row]?.severity === 'warning' ? 'warn' : 'plain'),
  };
}

function life(report: PodReport): Section {
  return {
    label: 'LIFE',
    rows: report.lifecycle.map(({ stage, state, at, took, note }) => [
      `${stageSigns[state]} ${stage}`,
      clock(at),
      took === null ? '' : span(took),
      note === null || isShown(report, note) ? '' : oneLine(note),
    ]),
    tone: (row) => stageTones[report.lifecycle[row]?.state ?? 'done'],
  };
}

/** Those that are not as they should be. Ready repeats what ContainersReady says, unless it has a reason of its own. */
function conditions(report: PodReport, wide: boolean): Section {
  const behind = report.conditions.find(({ type, good }) => type === 'ContainersReady' && good === false);
  const shown = report.conditions.filter(
    (one) =>
      wide ||
      (one.good === false &&
        !(one.type === 'Ready' && one.reason === behind?.reason) &&
        !(one.message && isShown(report, one.message))),
  );
  return {
    label: 'CONDITIONS',
    rows: shown.map(({ type, status, reason, message, meaning }) => [
      `${type}=${status}`,
      [reason, message, meaning].flatMap((part) => (part ? [oneLine(part)] : [])).join('; '),
    ]),
    tone: (row) => (shown[row]?.good === false ? 'warn' : 'plain'),
  };
}

function containers(report: PodReport, wide: boolean): Section {
  return {
    label: 'CONTAINERS',
    rows: report.containers.map((container) => [
      container.kind === 'app' ? container.name : `${container.name} (${container.kind})`,
      container.state,
      container.ready ? 'ready' : 'not ready',
      container.restarts === 0 ? '' : `${container.restarts} ${container.restarts === 1 ? 'restart' : 'restarts'}`,
      [container.lastEnd && `before: ${container.lastEnd}`, wide ? container.image : null].filter(Boolean).join('; '),
    ]),
    tone: (row) => (report.containers[row]?.ready === false ? 'warn' : 'plain'),
  };
}

function probes(report: PodReport): Section {
  return {
    label: 'PROBES',
    hint: 'checks by the kubelet: startup holds the others back, liveness kills, readiness takes the pod out of its Services',
    rows: report.probes.map(({ container, probe, check, timing, effect, state }) => [
      container,
      probe,
      state,
      `${check}, ${timing}; ${effect}`,
    ]),
    tone: (row) => (/fail|error/.test(report.probes[row]?.state ?? '') ? 'warn' : 'plain'),
  };
}

function qos(report: PodReport): Section {
  const { qos: facts } = report;
  return { label: 'QOS', rows: facts ? [[`${facts.class}: ${facts.reason}; ${facts.meaning}`]] : [] };
}

/** Warnings and kills that the evidence has not shown already; everything where every detail is wanted. */
function events(report: PodReport, wide: boolean): Section {
  const matters = ({ type, reason, message }: PodReport['events'][number]): boolean =>
    (type === 'Warning' || reason === 'Killing') && !isShown(report, message);
  const shown = wide ? report.events : report.events.filter(matters).slice(-6);
  return {
    label: 'EVENTS',
    rows: shown.map(({ time, reason, count, message }) => [
      clock(time),
      count > 1 ? `${reason} ×${count}` : reason,
      oneLine(message),
    ]),
    tone: (row) => (shown[row]?.type === 'Warning' ? 'plain' : 'faint'),
  };
}

const mostAdvice = 5;

/** What lint has to say of the spec: one line each, with the rule whose page says more. */
function advice(report: PodReport, wide: boolean): Section {
  const all = report.findings.filter(({ severity }) => severity === 'advice');
  const shown = wide ? all : all.slice(0, mostAdvice);
  const more = all.length - shown.length;
  return {
    label: 'ADVICE',
    rows: [
      ...shown.map(({ title, rule }) => [title, rule]),
      ...(more > 0 ? [[`and ${more} more: -o wide shows all`, '']] : []),
    ],
    tone: () => 'faint',
  };
}

function notSeen(report: PodReport): Section {
  return {
    label: 'NOT SEEN',
    rows: report.couldNotCheck.map(({ what, why, needs }) => [
      what,
      needs && why === 'forbidden' ? `forbidden: needs ${needs.verb} on ${needs.resource}` : why,
    ]),
    tone: () => 'warn',
  };
}

/** Whether the evidence of the first finding holds this text already: nothing is said twice. */
function isShown(report: PodReport, text: string): boolean {
  return firstEvidence(report).some((item) => item.text.includes(text));
}

/** The time of day of an RFC 3339 time in UTC; empty for none. */
function clock(time: string | null | undefined): string {
  return /T(\d\d:\d\d:\d\d)/.exec(time ?? '')?.[1] ?? '';
}

/** Seconds in short: `0.2s`, `4.1s`, `3m20s`. */
function span(seconds: number): string {
  if (seconds < 60) return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)}m${whole % 60}s`
    : `${Math.floor(whole / 3600)}h${Math.floor((whole % 3600) / 60)}m`;
}
