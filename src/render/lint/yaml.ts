import { stringify } from 'yaml';
import type { LintReport } from '../../core/manifest.ts';

export function renderLintYaml(report: LintReport): string {
  return stringify(report, { lineWidth: 0, aliasDuplicateObjects: false });
}
