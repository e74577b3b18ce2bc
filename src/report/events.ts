import type { EventFacts } from '../core/evidence.ts';
import type { ReportedEvent } from '../core/report.ts';
export function reportedEvents(_events: readonly EventFacts[]): ReportedEvent[] {
  return [];
}
