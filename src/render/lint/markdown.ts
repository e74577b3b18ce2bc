import { severities } from '../../core/finding.ts';
import { gapTexts } from '../gaps.ts';
import type { LintFinding, LintReport } from '../../core/manifest.ts';
import { escapeMarkdown, inlineCode } from '../text/markdown.ts';
import { cleanDeep } from '../text/clean.ts';
import { skippedTexts, summaryParts } from './words.ts';

/** For comments on changes: the counts, then what was found by file. */
export function renderLintMarkdown(report: LintReport): string {
  const clean = cleanDeep(report);
  const [first = '', ...rest] = summaryParts(clean);
  const files = [...new Set(clean.findings.map(({ file }) => file))];
  const parts = [
    `## podlife lint: ${escapeMarkdown(first)}`,
    rest.map(escapeMarkdown).join(' · '),
    ...files.map((file) =>
      fileTable(
        file,
        clean.findings.filter((finding) => finding.file === file),
      ),
    ),
    list('Not seen', gapTexts(clean)),
    list('Not checked', skippedTexts(clean)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function fileTable(file: string, findings: readonly LintFinding[]): string {
  const sorted = [...findings].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.line - b.line,
  );
  const rows = sorted.map(
    ({ line, column, severity, rule, stage, title, explanation, fix }) =>
      `| ${line}:${column} | ${severity} | ${inlineCode(rule)} ${stage} | **${cell(title)}** ${cell(explanation)}${fix ? ` *Fix: ${cell(fix.description)}*` : ''} |`,
  );
  return [
    `### ${inlineCode(file)}`,
    '',
    '| line | severity | rule | finding |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function cell(text: string): string {
  return escapeMarkdown(text.replace(/\s*\n\s*/g, ' '));
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`### ${title}`, '', ...items.map((item) => `- ${escapeMarkdown(item)}`)].join('\n');
}
