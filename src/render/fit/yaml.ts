import { stringify } from 'yaml';
import type { FitReport } from '../../core/fit-report.ts';

/** The JSON document as YAML. */
export function renderFitYaml(report: FitReport): string {
  return stringify(report, { lineWidth: 0, aliasDuplicateObjects: false });
}
