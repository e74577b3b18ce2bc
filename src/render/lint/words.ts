import { isCause, severities, type Severity } from '../../core/finding.ts';
import type { LintReport } from '../../core/manifest.ts';

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const nouns: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  critical: ['critical', 'critical'],
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['information', 'informations'],
  advice: ['piece of advice', 'pieces of advice'],
};

/** `2 problems (1 error, 1 warning) in 1 of 14 files` */
function problemsText({ findings, files }: LintReport): string {
  const bySeverity = severities.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }));
  const problems = bySeverity.filter(({ severity, count }) => isCause(severity) && count > 0);
  const others = bySeverity.filter(({ severity, count }) => !isCause(severity) && count > 0);
  const total = problems.reduce((sum, { count }) => sum + count, 0);
  const text = (list: typeof problems): string =>
    list.map(({ severity, count }) => counted(count, ...nouns[severity])).join(', ');
  const concerned = new Set(findings.filter(({ severity }) => isCause(severity)).map(({ file }) => file)).size;
  const where = `${concerned} of ${counted(files.length, 'file')}`;
  const head =
    total === 0
      ? `no problems in ${counted(files.length, 'file')}`
      : `${counted(total, 'problem')} (${text(problems)}) in ${where}`;
  return others.length > 0 ? `${head}, ${text(others)}` : head;
}

/** The parts of the line that closes a report. */
export function summaryParts(report: LintReport): string[] {
  const { documents, withPods, others, ignored, inBaseline, fixable } = report.counts;
  return [
    problemsText(report),
    `${counted(documents, 'document')}, ${withPods} with pods${others > 0 ? `, ${others} of other kinds` : ''}`,
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
    ...(inBaseline > 0 ? [`${inBaseline} known to the baseline`] : []),
    ...(fixable > 0 ? [`${fixable} can be fixed with --fix`] : []),
  ];
}

const mostReasons = 6;

/** Why documents were not looked at, the most frequent reason first. */
export function skippedTexts(report: LintReport): string[] {
  const reasons = new Map<string, string[]>();
  for (const { file, skipped } of report.files) {
    for (const { document, why } of skipped)
      reasons.set(why, [...(reasons.get(why) ?? []), `${file} (document ${document + 1})`]);
  }
  const sorted = [...reasons].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const shown = sorted.slice(0, mostReasons).map(([why, places]) => {
    const [first = ''] = places;
    return places.length === 1 ? `${first}: ${why}` : `${places.length} documents: ${why}`;
  });
  const rest = sorted.slice(mostReasons).reduce((sum, [, places]) => sum + places.length, 0);
  return rest > 0 ? [...shown, `${counted(rest, 'document')} for other reasons; -o json lists them`] : shown;
}

/** The level of SARIF and the command of GitHub. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'critical' || severity === 'error') return 'error';
  return severity === 'warning' ? 'warning' : 'note';
}

/** Title and explanation as one text, for formats that have one field for both. */
export function messageOf({ title, explanation }: { readonly title: string; readonly explanation: string }): string {
  return explanation.startsWith(title) ? explanation : `${title}. ${explanation}`;
}
