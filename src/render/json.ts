import { schemaVersion, type PodReport, type PodReportList } from '../core/report.ts';

/** One report prints one object, several a list: what scripts read, and what the other machine formats are made of. */
export function documentOf(reports: readonly PodReport[], single: boolean): PodReport | PodReportList {
  const [first] = reports;
  if (single && first) return first;
  return { schemaVersion, kind: 'PodReportList', items: reports };
}

export function renderJson(document: PodReport | PodReportList): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
