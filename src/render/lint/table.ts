import type { LintFinding, LintReport } from '../../core/manifest.ts';
import { gapTexts } from '../gaps.ts';
import { clean, cleanDeep } from '../text/clean.ts';
import { paletteFor, severitySigns, type Palette } from '../text/palette.ts';
import { truncate, widthOf, wrap } from '../text/wrap.ts';
import type { LintRenderContext } from './context.ts';
import { skippedTexts, summaryParts } from './words.ts';

/** For people: every finding in a frame of its line, by file and object; the counts last, right above the prompt. */
export function renderLintTable(report: LintReport, context: LintRenderContext): string {
  const palette = paletteFor(context.color);
  const gutter = report.findings.reduce((most, { line }) => Math.max(most, String(line).length + 1), 3);
  const lines: string[] = [];
  let group = '';
  for (const raw of report.findings) {
    const finding = cleanDeep(raw);
    const heading = finding.object ? `${finding.file}  ${finding.object}` : finding.file;
    if (lines.length > 0) lines.push('');
    if (heading !== group) lines.push(headingText(finding, palette));
    group = heading;
    lines.push(...frame(finding, context.excerpt(raw.file, raw.line), gutter, context.width, palette));
  }
  if (lines.length > 0) lines.push('');
  for (const text of gapTexts(report))
    lines.push(...wrap(`not seen: ${clean(text)}`, context.width).map((line) => palette.warn(line)));
  for (const text of skippedTexts(report))
    lines.push(...wrap(`not checked: ${clean(text)}`, context.width).map((line) => palette.faint(line)));
  lines.push(...summary(report, context.width, palette));
  return `${lines.join('\n')}\n`;
}

function headingText({ file, object }: LintFinding, palette: Palette): string {
  return object ? `${palette.bold(file)}  ${palette.faint(object)}` : palette.bold(file);
}

function frame(
  finding: LintFinding,
  source: string | undefined,
  gutter: number,
  width: number,
  palette: Palette,
): string[] {
  const bar = palette.faint('│');
  const margin = `${' '.repeat(gutter)} ${bar} `;
  const room = width - gutter - 3;
  const paint = paintOf(finding, palette);
  const label = truncate(`${severitySigns[finding.severity]} ${finding.rule} · ${finding.stage}`, room);
  const shown = source === undefined || source.trim() === '' ? undefined : placed(source, finding, room);
  const first = shown?.line ?? '';
  const gap = room - widthOf(first) - widthOf(label);
  const number = palette.faint(String(finding.line).padStart(gutter));
  const lines = [
    gap >= 2
      ? `${number} ${bar} ${first}${' '.repeat(gap)}${paint(label)}`
      : `${number} ${bar} ${first}\n${margin}${' '.repeat(Math.max(0, room - widthOf(label)))}${paint(label)}`,
  ];
  lines.push(...titleLines(finding, shown, room, palette).map((line) => `${margin}${line}`));
  lines.push(...wrap(finding.explanation, room).map((line) => `${margin}${line}`));
  if (finding.fix)
    lines.push(...wrap(`fix: ${finding.fix.description}`, room).map((line) => `${margin}${palette.good(line)}`));
  return lines;
}

/** The title behind the carets where it fits there, else below them. */
function titleLines(
  { title, severity }: LintFinding,
  shown: { before: number; carets: number } | undefined,
  room: number,
  palette: Palette,
): string[] {
  const paint =
    severity === 'advice' || severity === 'info' ? palette.plain : severity === 'warning' ? palette.warn : palette.bad;
  if (!shown) return wrap(title, room).map((line) => palette.bold(line));
  const carets = `${' '.repeat(shown.before)}${paint('^'.repeat(shown.carets))}`;
  if (shown.before + shown.carets + 1 + widthOf(title) <= room) return [`${carets} ${palette.bold(title)}`];
  return [carets, ...wrap(title, room).map((line) => palette.bold(line))];
}

function paintOf({ severity }: LintFinding, palette: Palette): (text: string) => string {
  if (severity === 'critical' || severity === 'error') return palette.bad;
  return severity === 'warning' ? palette.warn : palette.faint;
}

/** The source line cut to the room there is, with the place of the carets in it. */
function placed(source: string, finding: LintFinding, room: number): { line: string; before: number; carets: number } {
  const end = finding.endLine === finding.line ? finding.endColumn - 1 : source.length;
  let before = clean(source.slice(0, finding.column - 1));
  const marked = clean(source.slice(finding.column - 1, Math.max(end, finding.column)));
  const after = clean(source.slice(Math.max(end, finding.column)));
  if (widthOf(before) > room / 2) {
    const kept = before.slice(-Math.floor(room / 3));
    before = `…${kept}`;
  }
  const line = truncate(`${before}${marked}${after}`.trimEnd(), room);
  const most = Math.max(1, room - widthOf(before));
  return {
    line,
    before: Math.min(widthOf(before), room - 1),
    carets: Math.min(Math.max(1, widthOf(marked.trimEnd())), most),
  };
}

function summary(report: LintReport, width: number, palette: Palette): string[] {
  const problems = report.findings.some(({ severity }) => severity === 'critical' || severity === 'error');
  const warnings = report.findings.some(({ severity }) => severity === 'warning');
  const paint = problems ? palette.bad : warnings ? palette.warn : palette.good;
  const [first = '', ...rest] = summaryParts(report);
  const whole = wrap([first, ...rest].join(' · '), width);
  return whole.map((line, index) => (index === 0 ? palette.bold(line.replace(first, paint(first))) : line));
}
