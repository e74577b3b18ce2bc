import type { PodReport } from '../core/report.ts';
import { commandLine } from './command-line.ts';
import { cleanDeep, oneLine } from './text/clean.ts';
import { escapeMarkdown as escape, inlineCode as code } from './text/markdown.ts';

/** For tickets and chat: the same report as headings, lists and tables of Markdown. */
export function renderMarkdown(reports: readonly PodReport[]): string {
  return reports.map((report) => renderReport(cleanDeep(report))).join('\n---\n\n');
}

function renderReport(report: PodReport): string {
  const parts = [
    `## ${escape(report.summary)}`,
    ...report.findings
      .filter(({ severity }) => severity !== 'advice')
      .map(
        ({ title, rule, severity, container, explanation, evidence, causedBy }) =>
          `### ${escape(title)}\n\n` +
          `\`${rule}\` · ${severity}${container ? ` · container \`${container}\`` : ''}` +
          `${causedBy === null ? '' : ' · follows from the first finding'}\n\n${escape(explanation)}` +
          list(
            evidence.map(
              ({ source, ref, text, time }) => `${source} ${code(ref)}: ${code(text)}${time ? ` (${time})` : ''}`,
            ),
          ),
      ),
    remediation(report),
    advice(report),
    table(
      'Life',
      ['stage', 'state', 'at', 'note'],
      report.lifecycle.map(({ stage, state, at, note }) => [stage, state, at ?? '', note ?? '']),
    ),
    table(
      'Containers',
      ['container', 'kind', 'state', 'ready', 'restarts', 'before'],
      report.containers.map((one) => [
        one.name,
        one.kind,
        one.state,
        one.ready ? 'yes' : 'no',
        String(one.restarts),
        one.lastEnd ?? '',
      ]),
    ),
    table(
      'Probes',
      ['container', 'probe', 'check', 'timing', 'effect', 'state'],
      report.probes.map((one) => [one.container, one.probe, one.check, one.timing, one.effect, one.state]),
    ),
    report.couldNotCheck.length > 0
      ? `### Could not be checked${list(report.couldNotCheck.map(({ what, why, needs }) => `${escape(what)}: ${escape(why)}${needs ? ` (needs ${needs.verb} on ${needs.resource})` : ''}`))}`
      : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function advice({ findings }: PodReport): string {
  const items = findings.filter(({ severity }) => severity === 'advice');
  return items.length === 0
    ? ''
    : `### Advice${list(items.map(({ rule, title, explanation }) => `${code(rule)} ${escape(title)}: ${escape(explanation)}`))}`;
}

function remediation({ remediation: rows }: PodReport): string {
  const commands = rows.flatMap(({ rank, command }) => (command ? [`# ${rank}\n${commandLine(command)}`] : []));
  const block = commands.length > 0 ? `\n\n\`\`\`sh\n${commands.join('\n').replace(/```/g, '` ` `')}\n\`\`\`` : '';
  return (
    table(
      'What to do',
      ['#', 'do', 'why', 'risk'],
      rows.map(({ rank, action, why, risk }) => [String(rank), action, why, risk]),
    ) + block
  );
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(row.map((cell) => escape(oneLine(cell)))));
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...body].join('\n');
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}
