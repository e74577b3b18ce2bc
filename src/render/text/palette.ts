import { Chalk } from 'chalk';
import type { Severity, Verdict } from '../../core/finding.ts';

type Paint = (text: string) => string;

/** The colours there are. Everything that a colour says is said by a word or a sign as well. */
export interface Palette {
  readonly bold: Paint;
  /** What may be skipped. */
  readonly faint: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly good: Paint;
  readonly command: Paint;
  readonly plain: Paint;
}

const colorless: Palette = { bold: same, faint: same, bad: same, warn: same, good: same, command: same, plain: same };

function same(text: string): string {
  return text;
}

/** The basic colours of the terminal only: they are readable on a light and on a dark background. */
export function paletteFor(color: boolean): Palette {
  if (!color) return colorless;
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    faint: chalk.dim,
    bad: chalk.red,
    warn: chalk.yellow,
    good: chalk.green,
    command: chalk.cyan,
    plain: same,
  };
}

/** The sign of a verdict, which says the same as its colour. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  failing: '✖',
  degraded: '▲',
  pending: '◌',
  starting: '◔',
  terminating: '◑',
  completed: '✔',
  healthy: '●',
  unknown: '?',
};

export function paintVerdict(palette: Palette, verdict: Verdict): Paint {
  if (verdict === 'failing') return palette.bad;
  if (verdict === 'degraded' || verdict === 'pending' || verdict === 'unknown') return palette.warn;
  return verdict === 'healthy' || verdict === 'completed' ? palette.good : palette.bold;
}

export const severitySigns: Readonly<Record<Severity, string>> = {
  critical: '✖',
  error: '✖',
  warning: '▲',
  info: '·',
  advice: '·',
};
