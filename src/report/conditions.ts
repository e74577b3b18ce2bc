import type { PodStatusFacts } from '../core/evidence.ts';
import type { ReportedCondition } from '../core/report.ts';
export function reportedConditions(_status: PodStatusFacts): ReportedCondition[] {
  return [];
}
