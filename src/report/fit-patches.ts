import type { FitPatch } from '../core/fit-report.ts';
import type { Pod } from '../core/kubernetes.ts';
import { edited, pointer, type Edit } from '../fit/edits.ts';

/** The object that the user keeps and the pod is made from. */
export interface Keeper {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** `spec.template.spec`; of a pod that nobody owns `spec`. */
  readonly templatePath: string;
  /** What it makes pods from; missing where it could not be read. The pod itself where nobody owns it. */
  readonly template?: Pick<Pod, 'spec'>;
  /** It is a manifest that is not in the cluster. */
  readonly isDraft: boolean;
}

/**
 * Edits of a pod as operations on the object that it is made from. What the pod has and the template not was put there on the way: what is
 * to be added is added with all that is missing around it; what is to be removed cannot be. undefined where an edit has no counterpart.
 */
export function keeperPatches(edits: readonly Edit[], pod: Pod, keeper: Keeper): FitPatch[] | undefined {
  const base = keeper.templatePath.split('.');
  let state: Pod | undefined = keeper.template && { spec: keeper.template.spec ?? {} };
  const patches: FitPatch[] = [];
  for (const edit of edits) {
    if (!state || edit.path === '/spec/schedulingGates') return undefined;
    const own = counterpart(edit, pod, state);
    if (!own) return undefined;
    state = edited(state, [own]);
    const path = pointer(...base) + own.path.slice('/spec'.length);
    patches.push(patchOf(`${keeper.kind}/${keeper.name}`, own, path));
  }
  return patches;
}

export function patchOf(target: string, { op, value }: Edit, path: string): FitPatch {
  const plain = op === 'move-away' ? 'remove' : op;
  return { target, op: plain, path, ...(value === undefined ? {} : { value }) };
}

/** The same edit of a template: containers by their names, and one addition for all that is missing. */
function counterpart(edit: Edit, pod: Pod, template: Pod): Edit | undefined {
  const keys = named(partsOf(edit.path), pod, template);
  if (!keys) return undefined;
  let at: unknown = template;
  for (const [index, key] of keys.entries()) {
    if (key === '-') return { ...edit, path: pointer(...keys) };
    const child = childOf(at, key);
    if (child === undefined) {
      if (edit.op === 'remove') return undefined;
      return {
        ...edit,
        op: 'add',
        path: pointer(...keys.slice(0, index + 1)),
        value: nest(keys.slice(index + 1), edit),
      };
    }
    at = child;
  }
  return { ...edit, path: pointer(...keys) };
}

function nest([key, ...rest]: readonly string[], edit: Edit): unknown {
  if (key === undefined) return edit.value;
  return key === '-' ? [edit.value] : { [key]: nest(rest, edit) };
}

function named(keys: readonly string[], pod: Pod, template: Pod): readonly string[] | undefined {
  const [root = '', list = '', at, ...rest] = keys;
  if ((list !== 'containers' && list !== 'initContainers') || at === undefined) return keys;
  const name = pod.spec?.[list]?.[Number(at)]?.name;
  const there = (template.spec?.[list] ?? []).findIndex((one) => one.name === name);
  return there < 0 ? undefined : [root, list, String(there), ...rest];
}

function partsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childOf(of: unknown, key: string): unknown {
  if (typeof of !== 'object' || of === null) return undefined;
  return Array.isArray(of) ? (of as unknown[])[Number(key)] : (of as Record<string, unknown>)[key];
}
