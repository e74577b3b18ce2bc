import type { EventFacts, PodStatusFacts } from '../core/evidence.ts';
import type { Stage } from '../core/report.ts';
import { stagesOf } from '../facts/stages.ts';
import { formatTime } from '../facts/time.ts';
import { cut } from './texts.ts';

const longestNote = 300;

/** The stages of the pod's life, in their order. Seconds keep two digits behind the point. */
export function lifecycleOf(status: PodStatusFacts, events: readonly EventFacts[] | undefined, now: number): Stage[] {
  return stagesOf(status, events, now).map(({ stage, state, at, took, note }) => ({
    stage,
    state,
    at: at === undefined ? null : formatTime(at),
    took: took === undefined ? null : Math.round(took * 100) / 100,
    note: note === undefined ? null : cut(note, longestNote),
  }));
}
