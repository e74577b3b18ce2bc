import type { FitReport } from '../../core/fit-report.ts';
import { commandLine } from '../command-line.ts';
import { gapTexts } from '../gaps.ts';
import { cleanDeep, oneLine } from '../text/clean.ts';
import { escapeMarkdown as escape, inlineCode as code } from '../text/markdown.ts';
import { changesToShow, groupsOf, namesText } from './groups.ts';

/** For tickets and chat. */
export function renderFitMarkdown(raw: FitReport): string {
  const report = cleanDeep(raw);
  const groups = groupsOf(report, false);
  const changes = changesToShow(report, groups, 4);
  const commands = changes.flatMap(({ change }, index) =>
    change.commands.map((command) => `# ${index + 1}\n${commandLine(command)}`),
  );
  const gaps = gapTexts(report);
  const parts = [
    `## ${escape(report.summary)}`,
    report.message === '' ? '' : code(report.message),
    table(
      'Nodes',
      ['nodes', 'fits', 'refused by', 'why', 'smallest change'],
      groups.map(({ names, fits, plugin, why, change }) => [
        names.length > 1 ? `${names.length}: ${namesText(names)}` : names.join(''),
        fits ? 'yes' : 'no',
        plugin,
        why,
        fits ? '' : (change?.action ?? 'none found'),
      ]),
    ),
    table(
      'What to do',
      ['#', 'do', 'why', 'lets it in on', 'risk'],
      changes.map(({ change, opens }, index) => [
        String(index + 1),
        change.action,
        change.why,
        namesText(opens),
        change.risk,
      ]),
    ),
    commands.length > 0 ? `\`\`\`sh\n${commands.join('\n').replace(/```/g, '` ` `')}\n\`\`\`` : '',
    gaps.length > 0 ? ['### Could not be checked', '', ...gaps.map((gap) => `- ${escape(gap)}`)].join('\n') : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(row.map((cell) => escape(oneLine(cell)))));
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...body].join('\n');
}
