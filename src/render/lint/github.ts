import type { LintReport } from '../../core/manifest.ts';
import { cleanDeep } from '../text/clean.ts';
import { levelOf, messageOf } from './words.ts';

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Workflow commands of GitHub Actions: one annotation a finding, at its line. */
export function renderLintGithub(report: LintReport): string {
  return cleanDeep(report.findings)
    .map((finding) => {
      const { file, line, endLine, column, endColumn, rule, fix } = finding;
      // Columns are only taken where the annotation keeps to one line.
      const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
      const title = `${rule}${finding.object ? ` (${finding.object})` : ''}`;
      const message = `${messageOf(finding)}${fix ? `\nfix: ${fix.description}` : ''}`;
      return `::${commands[levelOf(finding.severity)]} file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(title)}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
