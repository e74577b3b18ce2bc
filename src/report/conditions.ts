import type { PodStatusFacts } from '../core/evidence.ts';
import type { ReportedCondition } from '../core/report.ts';
import { missingGates, readCondition } from '../facts/conditions.ts';
import { formatTime, parseTime } from '../facts/time.ts';

/** In the order of a pod's life; what is not in it stands behind, as the pod has it. */
const order = [
  'PodScheduled',
  'PodReadyToStartContainers',
  'Initialized',
  'ContainersReady',
  'Ready',
  'AllContainersRestarting',
  'PodResizePending',
  'PodResizeInProgress',
  'DisruptionTarget',
];

/** The conditions of a pod with what they mean, and a line for every readiness gate that nobody has set. */
export function reportedConditions(status: PodStatusFacts): ReportedCondition[] {
  const place = (type: string): number => (order.includes(type) ? order.indexOf(type) : order.length);
  const rows = status.conditions.map((condition): ReportedCondition => {
    const since = parseTime(condition.lastTransitionTime);
    return {
      type: condition.type,
      status: condition.status,
      reason: condition.reason || null,
      message: condition.message || null,
      since: since === undefined ? null : formatTime(since),
      ...readCondition(condition, status),
    };
  });
  return [...rows.sort((a, b) => place(a.type) - place(b.type)), ...missingGates(status).map(unsetGate)];
}

function unsetGate(type: string): ReportedCondition {
  return {
    type,
    status: 'missing',
    reason: null,
    message: null,
    since: null,
    good: false,
    meaning: 'a readiness gate of the pod that nobody has set yet: until it is True, the pod is not ready',
  };
}
