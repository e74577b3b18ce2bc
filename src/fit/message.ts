/** One answer of a node, as far as the text of a FitError needs it. */
export interface Answer {
  readonly reasons: readonly string[];
}

/** What a scheduler without nodes says. */
export const noNodes = 'no nodes available to schedule pods';

/** What the API server writes into the condition of a gated pod. */
export const gated = 'Scheduling is blocked due to non-empty scheduling gates';

/**
 * The text of the PodScheduled condition (scheduler/framework/types.go, FitError.Error): reasons with the number of nodes, sorted as text;
 * a reason of the pod as a whole stands alone. `after` is what the plugins say that look for a way out.
 */
export function fitErrorText(nodes: number, answers: readonly Answer[], whole?: string, after = ''): string {
  const body = whole ?? histogram(answers);
  return `0/${nodes} nodes are available:${body ? ` ${body}.` : ''}${after ? ` ${after}` : ''}`;
}

function histogram(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of answers) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  // Sorted by bytes, counts included: `10 x` stands before `2 a`.
  const items = [...counts].map(([reason, count]) => `${count} ${reason}`);
  return items.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(', ');
}
