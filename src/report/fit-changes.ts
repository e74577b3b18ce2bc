import type { FitChange, FitPatch } from '../core/fit-report.ts';
import type { Pod } from '../core/kubernetes.ts';
import type { Change } from '../fit/changes.ts';
import type { Edit, EditTarget } from '../fit/edits.ts';
import { nodeNamed, type FitIndex } from '../fit/node-index.ts';
import { keeperPatches, patchOf, type Keeper } from './fit-patches.ts';

/** Kinds whose template can be changed in place. */
const changeable = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'CronJob']);

/** What is to be done to one object. */
interface Work {
  readonly patches: readonly FitPatch[];
  /** undefined where no command does it. */
  readonly commands: readonly (readonly string[])[] | undefined;
  readonly risk: string;
}

/** A change as a report says it: aimed at what the user keeps, with the commands that make it. */
export function reportedChange(change: Change, pod: Pod, keeper: Keeper, index: FitIndex): FitChange {
  const work = byTarget(change.edits).map((edits) => workOf(edits, pod, keeper, index));
  const patches = work.flatMap((one) => one.patches);
  const commands = work.every((one) => one.commands) ? work.flatMap((one) => one.commands ?? []) : [];
  const [patch = null] = patches.length === 1 ? patches : [];
  const [command = null] = commands.length === 1 ? commands : [];
  const { action, why, side, size } = change;
  const risk = [...new Set(work.map((one) => one.risk))].join('; ');
  return { action, why, side, size, command, commands, patch, patches, risk };
}

function byTarget(edits: readonly Edit[]): Edit[][] {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const key = JSON.stringify(edit.target);
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  return [...groups.values()];
}

function workOf(edits: readonly Edit[], pod: Pod, keeper: Keeper, index: FitIndex): Work {
  const target = edits[0]?.target;
  switch (target?.kind) {
    case 'Node':
      return nodeWork(edits, target.name, index);
    case 'Pod':
      return moveWork(target, index);
    case 'PersistentVolumeClaim': {
      const patches = edits.map((edit) => patchOf(`PersistentVolumeClaim/${target.name}`, edit, edit.path));
      const place = ['-n', target.namespace];
      return { patches, commands: [patchCommand(place, `pvc/${target.name}`, patches)], risk: 'none' };
    }
    default:
      return podWork(edits, pod, keeper);
  }
}

function podWork(edits: readonly Edit[], pod: Pod, keeper: Keeper): Work {
  const { kind, name, namespace, isDraft } = keeper;
  const patches = keeperPatches(edits, pod, keeper);
  if (edits.some(({ path }) => path === '/spec/schedulingGates'))
    return { patches: [], commands: undefined, risk: 'none' };
  if (!patches) return { patches: [], commands: undefined, risk: keeperRisk(keeper) };
  const inPlace =
    changeable.has(kind) || (kind === 'Pod' && edits.every(({ path }) => path.startsWith('/spec/tolerations/')));
  const commands =
    isDraft || !inPlace ? undefined : [patchCommand(['-n', namespace], `${kind.toLowerCase()}/${name}`, patches)];
  return { patches, commands, risk: commands && kind === 'Pod' ? 'none' : keeperRisk(keeper) };
}

function keeperRisk({ kind, name, isDraft }: Keeper): string {
  if (isDraft) return 'none: it is not applied yet';
  switch (kind) {
    case 'CronJob':
      return `counts from the next run of ${kind}/${name} on`;
    case 'Job':
    case 'Pod':
      return `${kind}/${name} has to be deleted and created again`;
    case 'ReplicaSet':
      return 'counts only for pods that are made from now on';
    default:
      return `restarts the pods of ${kind}/${name}`;
  }
}

/** What kubectl has words for is said with them. */
function nodeWork(edits: readonly Edit[], name: string, index: FitIndex): Work {
  const node = nodeNamed(index, name)?.node;
  const commands = edits.flatMap(({ op, path, value, companion }): string[][] => {
    if (companion) return [];
    if (path === '/spec/unschedulable') return [['kubectl', 'uncordon', name]];
    const taint = node?.spec?.taints?.[Number(/^\/spec\/taints\/(\d+)$/.exec(path)?.[1] ?? NaN)];
    if (taint) return [['kubectl', 'taint', 'nodes', name, `${taint.key}:${taint.effect}-`]];
    const label = /^\/metadata\/labels\/(.+)$/.exec(path)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!label) return [['kubectl', 'patch', 'node', name, '--type=json', '-p', JSON.stringify([{ op, path, value }])]];
    return op === 'remove'
      ? [['kubectl', 'label', 'nodes', name, `${label}-`]]
      : [['kubectl', 'label', 'nodes', name, `${label}=${String(value)}`, '--overwrite']];
  });
  const patches = edits.map((edit) => patchOf(`Node/${name}`, edit, edit.path));
  return { patches, commands, risk: `other pods may come to ${name} as well` };
}

function moveWork({ namespace, name, node }: Extract<EditTarget, { kind: 'Pod' }>, index: FitIndex): Work {
  const holder = nodeNamed(index, node)?.pods.find((one) => one.namespace === namespace && one.name === name);
  if (holder?.ending) return { patches: [], commands: undefined, risk: 'none' };
  if (!holder?.owner)
    return { patches: [], commands: undefined, risk: `nobody makes pod ${name} again: it is gone for good` };
  return {
    patches: [],
    commands: [['kubectl', '-n', namespace, 'delete', 'pod', name]],
    risk: `stops ${namespace}/${name}; its ${holder.owner} makes another, which may come back to ${node}`,
  };
}

function patchCommand(place: readonly string[], object: string, patches: readonly FitPatch[]): string[] {
  const body = patches.map(({ target: _target, ...operation }) => operation);
  return ['kubectl', ...place, 'patch', object, '--type=json', '-p', JSON.stringify(body)];
}
