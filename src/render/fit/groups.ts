import type { FitChange, FitReport, ReportedFitNode } from '../../core/fit-report.ts';

/** Nodes that answer alike. */
export interface NodeGroup {
  readonly names: readonly string[];
  /** The node with the smallest change, which is the one that is told. */
  readonly best: string;
  readonly fits: boolean;
  readonly plugin: string;
  /** With numbers; where nodes differ in them, those of the first. */
  readonly why: string;
  readonly change: FitChange | undefined;
  readonly preemptionMayHelp: boolean;
}

/** So many nodes are listed one by one. */
const mostSingle = 12;

/** The nodes as they are to be shown: one by one where they are few or `all` is asked for, else by what they say. Those that fit first. */
export function groupsOf({ nodes }: FitReport, all: boolean): NodeGroup[] {
  const single = all || nodes.length <= mostSingle;
  const groups = new Map<string, ReportedFitNode[]>();
  for (const node of nodes) {
    const key = single ? node.name : alike(node);
    const list = groups.get(key);
    if (list) list.push(node);
    else groups.set(key, [node]);
  }
  return [...groups.values()]
    .flatMap((list) => groupOf(list))
    .sort((a, b) => Number(b.fits) - Number(a.fits) || (single ? 0 : b.names.length - a.names.length));
}

function alike({ fits, plugin, reasons }: ReportedFitNode): string {
  return fits ? 'fits' : [plugin ?? '', ...reasons].join('\n');
}

function groupOf(list: readonly ReportedFitNode[]): NodeGroup[] {
  const [first] = [...list].sort((a, b) => Number(sizeOf(a) > sizeOf(b)) - Number(sizeOf(a) < sizeOf(b)));
  if (!first) return [];
  const change = first.changes[0];
  const own = whyOf(first);
  const also = list.some((node) => whyOf(node) !== own) ? ` (${first.name})` : '';
  return [
    {
      names: list.map(({ name }) => name),
      best: first.name,
      fits: first.fits,
      plugin: first.plugin ?? '',
      why: first.fits ? '' : `${own}${also}`,
      change,
      preemptionMayHelp: list.some(({ preemptionMayHelp }) => preemptionMayHelp),
    },
  ];
}

function sizeOf({ changes }: ReportedFitNode): number {
  return changes[0]?.size ?? Infinity;
}

/** Numbers where there are some, else the scheduler's words. */
function whyOf({ plugin, details, reasons, refusals }: ReportedFitNode): string {
  const text = (details.length > 0 ? details : reasons).join('; ');
  const more = (refusals ?? []).filter((one) => one.plugin !== plugin);
  const others = more.map((one) => `${one.plugin}: ${(one.details.length > 0 ? one.details : one.reasons).join('; ')}`);
  return [text, ...others].join('; ');
}

/** `node-a, node-b and 5 more` */
export function namesText(names: readonly string[], most = 3): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** The changes worth printing: the smallest of all, then the smallest of every other group, the smallest first. */
export function changesToShow(
  report: FitReport,
  groups: readonly NodeGroup[],
  most: number,
): { readonly change: FitChange; readonly opens: readonly string[] }[] {
  const { smallestChange } = report;
  const shown = smallestChange ? [{ change: smallestChange, opens: smallestChange.nodes }] : [];
  const rest = groups
    .flatMap(({ change, best }) => (change ? [{ change, opens: [best] }] : []))
    .filter(({ opens }) => !shown.some((one) => opens.every((name) => one.opens.includes(name))))
    .sort((a, b) => a.change.size - b.change.size);
  const distinct = new Map([...shown, ...rest].map((one) => [one.change.action, one]));
  return [...distinct.values()].slice(0, most);
}
