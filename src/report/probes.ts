import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { ReportedProbe } from '../core/report.ts';
export function reportedProbes(_status: PodStatusFacts, _events: readonly EventFacts[]): ReportedProbe[] {
  return [];
}
