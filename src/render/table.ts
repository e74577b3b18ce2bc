import type { PodReport, ReportedFinding } from '../core/report.ts';
import { commandLine } from './command-line.ts';
import type { RenderContext } from './context.ts';
import { sections, type Section } from './sections.ts';
import { cleanDeep } from './text/clean.ts';
import { alignedLines, columnWidths } from './text/columns.ts';
import { paintVerdict, paletteFor, verdictSigns, type Palette } from './text/palette.ts';
import { tableRows } from './text/table.ts';
import { wrap } from './text/wrap.ts';

const labelWidth = 11;

/** For people: verdict first, evidence next, what to do last, right above the prompt. `wide` shows every detail. */
export function renderTable(reports: readonly PodReport[], context: RenderContext, wide = false): string {
  const blocks = reports.map((report) => renderReport(cleanDeep(report), context, wide));
  return `${blocks.join(`\n${'─'.repeat(Math.min(context.width, 40))}\n\n`)}`;
}

function renderReport(report: PodReport, context: RenderContext, wide: boolean): string {
  const palette = paletteFor(context.color);
  const blocks = [headline(report, palette, context.width)];
  const [first, ...others] = report.findings.filter(({ severity }) => severity !== 'advice');
  if (first && !context.brief) blocks.push(paragraph(first.explanation, context.width));
  if (!context.brief) {
    const shown = sections(report, others, wide);
    if (shown.length > 0) blocks.push(renderSections(shown, palette, context.width));
  }
  if (report.remediation.length > 0) blocks.push(remediation(report, palette, context.width));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline(report: PodReport, palette: Palette, width: number): string[] {
  const paint = paintVerdict(palette, report.verdict);
  const lines = wrap(report.summary, width - 2);
  const sign = verdictSigns[report.verdict];
  return lines.map((line, index) => palette.bold(paint(`${index === 0 ? sign : ' '} ${line}`)));
}

function paragraph(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

function renderSections(shown: readonly Section[], palette: Palette, width: number): string[] {
  return shown.flatMap(({ label, hint, rows, tone }) => {
    const room = width - labelWidth;
    const lines = [
      ...(hint ? wrap(hint, room).map((line) => palette.faint(line)) : []),
      ...alignedLines(rows, columnWidths(rows, room), (text, row) => palette[tone?.(row) ?? 'plain'](text)),
    ];
    return lines.map((line, index) =>
      `${palette.bold((index === 0 ? label : '').padEnd(labelWidth))}${line}`.trimEnd(),
    );
  });
}

/**
 * The ranked table. A command stands on a line of its own below its row, unbroken, so that it can be copied. Where there are remedies for
 * several findings, each group says for which.
 */
function remediation(report: PodReport, palette: Palette, width: number): string[] {
  const head = ['#', 'do', 'why', 'risk'];
  const rows = report.remediation.map(({ rank, action, why, risk }) => [String(rank), action, why, risk]);
  const widths = columnWidths([head, ...rows], width - 1);
  const [numbers = 1] = widths;
  const indent = ' '.repeat(3 + numbers);
  const several = new Set(report.remediation.map(({ finding }) => finding)).size > 1;
  const [headLines = [], ...drawn] = tableRows([head, ...rows], widths, (text, row, column) =>
    row === 0 || column === 1 ? palette.bold(text) : text,
  );
  const lines = headLines.map((line) => ` ${line}`);
  report.remediation.forEach(({ command, finding }, index) => {
    const isFirst = report.remediation[index - 1]?.finding !== finding;
    if (several && isFirst) lines.push(`${indent}${palette.faint(about(report.findings[finding]))}`);
    lines.push(...(drawn[index] ?? []).map((line) => ` ${line}`));
    if (command) lines.push(`${indent}${palette.command(commandLine(command))}`);
  });
  return lines;
}

/** `for untolerated-taint`, `for oom-killed of worker` */
function about(finding: ReportedFinding | undefined): string {
  return finding ? `for ${finding.rule}${finding.container ? ` of ${finding.container}` : ''}` : '';
}
