import type { PodStatusFacts } from '../core/evidence.ts';
import type { ReportedContainer } from '../core/report.ts';
export function reportedContainers(_status: PodStatusFacts, _now: number): ReportedContainer[] {
  return [];
}
