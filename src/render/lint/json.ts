import type { LintReport } from '../../core/manifest.ts';

export function renderLintJson(report: LintReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
