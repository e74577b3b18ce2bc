import type { FitReport } from '../../core/fit-report.ts';

export function renderFitJson(report: FitReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
