import type { FitReport } from '../core/fit-report.ts';

/** The answer in one sentence. */
export function fitSummary(report: Omit<FitReport, 'summary'>): string {
  const { pod, nodes, held } = report;
  const name = `${pod.namespace}/${pod.name}`;
  const fitting = nodes.filter(({ fits }) => fits).length;
  const count = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`;
  const takes = fitting > 0 ? `${fitting} of ${count} can take it` : noneText(report, count);
  if (held) return `${name} is held back: ${held.reason}; ${takes}`;
  if (pod.node !== null) return `${name} is on ${pod.node}; if it were placed anew, ${takes}`;
  if (fitting === 0) return `${name} ${pod.supposed ? 'would be pending' : 'is pending'}: ${takes}`;
  if (report.said === null) return `${name} fits: ${takes}`;
  const unseen = report.couldNotCheck.length > 0 ? 'as far as can be seen ' : '';
  return `${name} is pending: the scheduler said that no node takes it, and ${unseen}${takes} now`;
}

function noneText({ nodes, smallestChange, preemption }: Omit<FitReport, 'summary'>, count: string): string {
  if (nodes.length === 0) return 'there is no node';
  const none = nodes.length === 1 ? 'the only node cannot take it' : `none of ${count} can take it`;
  if (preemption) return `${none} before pods of lower priority are evicted from ${preemption.node}`;
  if (!smallestChange) return `${none}, and no change of it or of a node was found that would let it in`;
  const { nodes: takers } = smallestChange;
  const [first = ''] = takers;
  return `${none}; 1 change would let it in on ${takers.length === 1 ? first : `${takers.length} of them`}`;
}
