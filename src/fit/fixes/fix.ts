import type { Edit } from '../edits.ts';
import type { FitIndex, NodeRecord } from '../node-index.ts';
import type { Incoming } from '../plugin.ts';

/** Whose change it is: the pod's (its owner's), the node's, that of other pods, or of storage. */
export type Side = 'pod' | 'node' | 'other-pods' | 'storage';

/** One thing to do. It cannot be split; without it the plugin still refuses. */
export interface Step {
  readonly plugin: string;
  readonly side: Side;
  /** An imperative clause. */
  readonly action: string;
  readonly why: string;
  /** How much is changed; comparable between steps: 1 is a small change of a template, 2 a small change of somebody else's object. */
  readonly size: number;
  readonly edits: readonly Edit[];
}

/** Steps that together satisfy a plugin on a node, or bring it nearer to that. */
export type Fix = readonly Step[];

/** A node on which a plugin refuses a pod. */
export interface Obstacle {
  readonly incoming: Incoming;
  readonly node: NodeRecord;
  readonly index: FitIndex;
}

/** Ways to satisfy a plugin, each on its own. Empty where nothing that can be edited helps. */
export type Fixer = (obstacle: Obstacle) => readonly Fix[];

const incoming = { kind: 'incoming' } as const;

export function podEdit(op: 'add' | 'replace' | 'remove', path: string, value?: unknown): Edit {
  return { target: incoming, op, path, ...(value === undefined ? {} : { value }) };
}

export function nodeEdit({ name }: NodeRecord, op: 'add' | 'replace' | 'remove', path: string, value?: unknown): Edit {
  return { target: { kind: 'Node', name }, op, path, ...(value === undefined ? {} : { value }) };
}

/** Labels that the kubelet or the cloud sets, and sets again when somebody changes them. */
export function isMachineLabel(key: string): boolean {
  return /^((beta\.)?kubernetes\.io\/(hostname|os|arch)|node\.kubernetes\.io\/instance-type)$/.test(key);
}
