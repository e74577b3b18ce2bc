import type { KubeObject } from '../core/kubernetes.ts';
import type { DocumentProblem, LintFinding, Range } from '../core/manifest.ts';
import type { Rule } from '../core/rule.ts';
import { templateOf } from '../facts/workload.ts';
import { similarNames } from '../facts/similar.ts';

/** Somebody does not want to hear of a rule in some lines. */
export interface Ignore {
  readonly rules: readonly string[];
  readonly reason?: string;
  /** Where it is said. */
  readonly range: Range;
  /** First and last line that it covers. */
  readonly from: number;
  readonly to: number;
}

export const ignoreAnnotation = 'podlife.dev/ignore';

/** What the annotations of an object and of its pod template ignore: within the whole object. */
export function annotatedIgnores(
  object: KubeObject,
  templatePath: string | undefined,
  locate: (path: string) => Range,
): Ignore[] {
  const holders: [string, Record<string, unknown> | undefined][] = [
    ['metadata.annotations', object.metadata?.annotations],
    [`${(templatePath ?? '').replace(/\.?spec$/, '')}.metadata.annotations`, templateOf(object)?.metadata?.annotations],
  ];
  const whole = locate('');
  return holders.flatMap(([path, annotations]) => {
    const text = annotations?.[ignoreAnnotation];
    if (typeof text !== 'string') return [];
    const [list = '', reason] = text.split(/\s+--\s+/);
    const rules = list.split(/[\s,]+/).filter((word) => word !== '');
    const range = locate(`${path}["${ignoreAnnotation}"]`);
    return [{ rules, ...(reason ? { reason } : {}), range, from: whole.line, to: whole.endLine }];
  });
}

/** Findings that nobody ignores, how many are ignored, and which ignores had no effect. */
export interface Suppression {
  readonly kept: readonly LintFinding[];
  readonly ignored: number;
  readonly useless: readonly DocumentProblem[];
}

/**
 * Takes away what is ignored. An ignore has no effect where its rule found nothing there. That is said only of rules that ran and whose findings do not depend on what
 * else is linted with them; a name that no rule has is always told.
 */
export function suppress(
  findings: readonly LintFinding[],
  ignores: readonly Ignore[],
  active: readonly Rule[],
  known: ReadonlySet<string>,
): Suppression {
  if (ignores.length === 0) return { kept: findings, ignored: 0, useless: [] };
  const used = new Set<string>();
  const covering = new Covering(ignores);
  const silenced = new Set<LintFinding>();
  for (const finding of [...findings].sort((a, b) => a.line - b.line)) {
    for (const index of covering.at(finding.line)) {
      if (ignores[index]?.rules.includes(finding.rule) !== true) continue;
      used.add(`${index} ${finding.rule}`);
      silenced.add(finding);
    }
  }
  const kept = findings.filter((finding) => !silenced.has(finding));
  const judged = new Set(active.filter(standsAlone).map(({ id }) => id));
  const useless = ignores.flatMap((ignore, index) => {
    if (ignore.rules.length === 0) return [withoutRule(ignore)];
    return ignore.rules.flatMap((rule) => {
      if (!known.has(rule)) return [unknownRule(rule, ignore, known)];
      return judged.has(rule) && !used.has(`${index} ${rule}`) ? [withoutEffect(rule, ignore)] : [];
    });
  });
  return { kept, ignored: findings.length - kept.length, useless };
}

/** Which ignores cover a line, asked from the first line to the last: there may be thousands of them in a list. */
class Covering {
  readonly #ahead: { readonly from: number; readonly to: number; readonly index: number }[];
  #open: { readonly to: number; readonly index: number }[] = [];

  constructor(ignores: readonly Ignore[]) {
    this.#ahead = ignores.map(({ from, to }, index) => ({ from, to, index })).sort((a, b) => b.from - a.from);
  }

  at(line: number): number[] {
    for (let next = this.#ahead.at(-1); next && next.from <= line; next = this.#ahead.at(-1)) {
      this.#open.push(next);
      this.#ahead.pop();
    }
    this.#open = this.#open.filter(({ to }) => to >= line);
    return this.#open.map(({ index }) => index);
  }
}

function standsAlone({ needs }: Rule): boolean {
  return !needs.includes('bundle');
}

function withoutRule({ range }: Ignore): DocumentProblem {
  return {
    rule: 'ignore-without-effect',
    stage: 'advice',
    path: '',
    range,
    title: 'an ignore that names no rule',
    explanation: 'Nothing is ignored: write the rules behind the colon, podlife-ignore: rule, rule -- reason.',
  };
}

function withoutEffect(rule: string, { range }: Ignore): DocumentProblem {
  return {
    rule: 'ignore-without-effect',
    stage: 'advice',
    path: '',
    range,
    title: `${rule} is ignored here and finds nothing here`,
    explanation: `Nothing that this comment covers is a case of ${rule} any more, or it stands in the wrong place. An ignore that is left behind would hide the next mistake.`,
  };
}

function unknownRule(rule: string, { range }: Ignore, known: ReadonlySet<string>): DocumentProblem {
  const [near] = similarNames(rule, [...known]);
  return {
    rule: 'ignore-without-effect',
    stage: 'advice',
    path: '',
    range,
    title: `there is no rule ${rule} to ignore`,
    explanation: near
      ? `No rule is called ${rule}, so nothing is ignored. Did you mean ${near}?`
      : `No rule is called ${rule}, so nothing is ignored. The command rules lists them.`,
  };
}
