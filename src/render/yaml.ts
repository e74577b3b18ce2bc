import { stringify } from 'yaml';
import type { PodReport, PodReportList } from '../core/report.ts';

/** The JSON document as YAML. Control characters are escaped within double quotes, as YAML does. */
export function renderYaml(document: PodReport | PodReportList): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
