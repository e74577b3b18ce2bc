import type { FitReport } from '../../core/fit-report.ts';
import { commandLine } from '../command-line.ts';
import type { RenderContext } from '../context.ts';
import { cleanDeep } from '../text/clean.ts';
import { columnWidths } from '../text/columns.ts';
import { paletteFor, type Palette } from '../text/palette.ts';
import { tableRows } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { changesToShow, groupsOf, namesText, type NodeGroup } from './groups.ts';

const labelWidth = 11;

/** For people: the answer, every node (alike ones together), what could not be checked, and last what to do. */
export function renderFitTable(report: FitReport, context: RenderContext): string {
  return render(cleanDeep(report), context, false);
}

/** The same with a line for each node. */
export function renderFitWide(report: FitReport, context: RenderContext): string {
  return render(cleanDeep(report), context, true);
}

function render(report: FitReport, { width, color }: RenderContext, wide: boolean): string {
  const palette = paletteFor(color);
  const groups = groupsOf(report, wide);
  const blocks = [
    headline(report, palette, width),
    nodeLines(groups, palette, width),
    factLines(report, palette, width),
    changeLines(report, groups, palette, width, wide ? Infinity : 4),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ summary, schedulable }: FitReport, palette: Palette, width: number): string[] {
  const paint = schedulable ? palette.good : palette.warn;
  const sign = schedulable ? '●' : '◌';
  return wrap(summary, width - 2).map((line, index) => palette.bold(paint(`${index === 0 ? sign : ' '} ${line}`)));
}

function nodeLines(groups: readonly NodeGroup[], palette: Palette, width: number): string[] {
  if (groups.length === 0) return [];
  const head = ['nodes', 'fits', 'refused by', 'why', 'smallest change'];
  const rows = groups.map(({ names, fits, plugin, why, change }) => [
    names.length > 1 ? `${names.length}: ${namesText(names)}` : names.join(''),
    fits ? 'yes' : 'no',
    plugin,
    why,
    fits ? '' : (change?.action ?? 'none found'),
  ]);
  const widths = columnWidths([head, ...rows], width - 1);
  const lines = tableRows([head, ...rows], widths, (text, row, column) => {
    if (row === 0) return palette.bold(text);
    return column === 1 ? (groups[row - 1]?.fits ? palette.good(text) : palette.bad(text)) : text;
  });
  return lines.flat().map((line) => ` ${line}`.trimEnd());
}

function factLines(report: FitReport, palette: Palette, width: number): string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['ASKS', requestsText(report)],
    ['SCHEDULER', report.said ?? report.message],
    ['NOW', report.said === null ? '' : nowText(report)],
    ['PREEMPTION', preemptionText(report)],
    ...report.couldNotCheck.map(({ what, why, needs }, index): [string, string] => [
      index === 0 ? 'NOT SEEN' : '',
      `${what} (${why}${why === 'forbidden' && needs ? `: needs ${needs.verb} on ${needs.resource}` : ''})`,
    ]),
  ];
  return facts
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) =>
      wrap(text, width - labelWidth).map(
        (line, index) => `${palette.bold((index === 0 ? label : '').padEnd(labelWidth))}${line}`,
      ),
    );
}

function requestsText({ pod }: FitReport): string {
  const asked = Object.entries(pod.requests).map(([name, value]) => `${value} ${name}`);
  return `${asked.length > 0 ? asked.join(', ') : 'no resources'} · priority ${pod.priority}`;
}

/** The pod's condition is older than what was read. */
function nowText({ message, schedulable, couldNotCheck }: FitReport): string {
  const others = 'the cluster has changed since, or another scheduler or an extender decides';
  const changed = couldNotCheck.length > 0 ? `it is decided by what is not seen, or ${others}` : others;
  if (schedulable) return `it fits: ${changed}`;
  return message === '' ? '' : `${message} (${changed})`;
}

function preemptionText({ schedulable, preemption, nodes, held }: FitReport): string {
  if (schedulable || held || nodes.length === 0) return '';
  if (!preemption) return 'evicting pods of lower priority would not help';
  const budgets = preemption.violatedBudgets;
  const against = budgets > 0 ? `, ${budgets} of them against a PodDisruptionBudget` : '';
  return `the scheduler would evict ${namesText(preemption.victims, 5)} from ${preemption.node}${against}`;
}

/** As the last thing above the prompt. A command stands on a line of its own, unbroken, so that it can be copied. */
function changeLines(
  report: FitReport,
  groups: readonly NodeGroup[],
  palette: Palette,
  width: number,
  most: number,
): string[] {
  const shown = changesToShow(report, groups, most);
  if (shown.length === 0) return [];
  const head = ['#', 'do', 'why', 'lets it in on', 'risk'];
  const rows = shown.map(({ change, opens }, index) => [
    String(index + 1),
    change.action,
    change.why,
    namesText(opens),
    change.risk,
  ]);
  const widths = columnWidths([head, ...rows], width - 1);
  const [numbers = 1] = widths;
  const indent = ' '.repeat(3 + numbers);
  const [headLines = [], ...drawn] = tableRows([head, ...rows], widths, (text, row, column) =>
    row === 0 || column === 1 ? palette.bold(text) : text,
  );
  const lines = headLines.map((line) => ` ${line}`);
  shown.forEach(({ change }, index) => {
    lines.push(...(drawn[index] ?? []).map((line) => ` ${line}`));
    for (const command of change.commands) lines.push(`${indent}${palette.command(commandLine(command))}`);
  });
  return lines;
}
