import type { ContainerSpec } from '../core/evidence.ts';
import { scriptIn } from './shell-command.ts';
import { preStopOf, type PreStop } from './termination.ts';

/** Seconds that the preStop hook of a container takes by its own words, as `preStopOf`, and loops that count: `for i in $(seq 30); do …; sleep 1; done`. */
export function preStopTime(container: ContainerSpec): PreStop | undefined {
  const [hook] = preStopOf(container);
  if (!hook || hook.seconds !== undefined || hook.handler !== 'exec') return hook;
  const words = container.spec.lifecycle?.preStop?.exec?.command ?? [];
  const script = scriptIn(words)?.text ?? '';
  const seconds = countedLoop(script) ?? timeLimit(script || words.join(' '));
  // A loop that looks for the end of connections may stop earlier: its count is the most it takes.
  return seconds === undefined ? hook : { ...hook, seconds, atLeast: false };
}

const sleeps = /\bsleep\s+(\d+(?:\.\d+)?)([smh]?)\b/;
const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/** `for i in $(seq 1 30)`, `{1..30}`, `((i=0; i<30; i++))`, `while [ $i -lt 30 ]` with a sleep in it: rounds × sleep. */
function countedLoop(script: string): number | undefined {
  const body = /\bdo\b([\s\S]*?)\bdone\b/.exec(script)?.[1] ?? '';
  const [, amount, unit = ''] = sleeps.exec(body) ?? [];
  if (amount === undefined) return undefined;
  const rounds =
    /\bseq\s+(?:1\s+)?(\d+)\s*[)`]/.exec(script)?.[1] ??
    /\bin\s+\{1\.\.(\d+)\}/.exec(script)?.[1] ??
    /;\s*\w+\s*<=?\s*(\d+)\s*;/.exec(script)?.[1] ??
    /\b(?:while|until)\s+\[\[?\s*"?\$\{?\w+\}?"?\s+-l[te]\s+(\d+)/.exec(script)?.[1];
  return rounds === undefined ? undefined : Number(rounds) * Number(amount) * (units[unit] ?? 1);
}

/** `timeout 25 /drain.sh`: the most it takes. */
function timeLimit(command: string): number | undefined {
  const [, amount, unit = ''] = /(?:^|[\s;&|])timeout\s+(?:-\S+\s+)*(\d+)([smh]?)\s/.exec(command) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

/** A time that a program is told to take for its shutdown. */
export interface ShutdownTime {
  readonly seconds: number;
  /** `the argument --shutdown-timeout`, `the variable GRACEFUL_TIMEOUT`: where it stands, without the value. */
  readonly from: string;
  readonly path: string;
}

const shutdownName =
  /(?:graceful|shutdown|drain|terminat|lame.?duck|stop)[\w.-]*(?:time.?out|period|delay|duration|second|wait|grace)|(?:time.?out|grace)[\w.-]*(?:graceful|shutdown|drain|per.shutdown)/i;
const otherName = /(?:client|connect|idle|request|read|write|keep.?alive|min_?drain|liveness|readiness|health|watch)/i;

/**
 * What arguments and variables say about how long the program may take to stop; the longest. Numbers without a unit are seconds, unless the name says
 * milliseconds or the number is too large for seconds (then nothing is said).
 */
export function shutdownTimeOf(container: ContainerSpec): ShutdownTime | undefined {
  const { command = [], args = [], env = [] } = container.spec;
  const found: ShutdownTime[] = [];
  const add = (name: string, value: string | undefined, from: string, path: string): void => {
    const seconds = shutdownName.test(name) && !otherName.test(name) ? durationOf(value ?? '', name) : undefined;
    if (seconds !== undefined) found.push({ seconds, from, path });
  };
  const lists = [
    ['command', command],
    ['args', args],
  ] as const;
  for (const [list, words] of lists) {
    words.forEach((word, index) => {
      const [, name, value] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word) ?? [];
      if (name) add(name, value ?? words[index + 1], `the argument --${name}`, `${container.path}.${list}[${index}]`);
    });
  }
  env.forEach(({ name, value }, index) => {
    add(name, value, `the variable ${name}`, `${container.path}.env[${index}].value`);
  });
  return found.sort((a, b) => b.seconds - a.seconds)[0];
}

function durationOf(text: string, name: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|sec|seconds?|m|min|minutes?|h)?$/i.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  const inMilliseconds = unit.toLowerCase() === 'ms' || (unit === '' && /(?:_ms|-ms|\.ms|millis\w*)$/i.test(name));
  if (inMilliseconds) return Number(amount) / 1000;
  if (unit === '' && Number(amount) >= 1000 && !/sec/i.test(name)) return undefined;
  return Number(amount) * (/^m/i.test(unit) ? 60 : /^h/i.test(unit) ? 3600 : 1);
}
