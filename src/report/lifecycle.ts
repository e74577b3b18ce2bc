import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Stage } from '../core/report.ts';
export function lifecycleOf(_status: PodStatusFacts, _events: readonly EventFacts[], _now: number): Stage[] {
  return [];
}
