import type { Edit } from '../core/manifest.ts';
import { stepsIn, type Step } from '../facts/field-path.ts';

type Holder = Record<Step, unknown>;

/** An edit with the collection that it changes, in a copy of the object. */
interface Placed {
  readonly edit: Edit;
  readonly holder: Holder;
  readonly step: Step;
}

/**
 * A copy of a value with the edits made, as a reader of the changed text must see it; undefined where an edit finds no place. All paths are those of the value
 * before any edit.
 */
export function withEdits(value: unknown, edits: readonly Edit[]): unknown {
  const copy: unknown = structuredClone(value);
  const placed: Placed[] = [];
  for (const edit of edits) {
    const steps = stepsIn(copy, edit.path);
    const parent = edit.kind === 'insert' ? steps : steps.slice(0, -1);
    const step = edit.kind === 'insert' ? edit.key : steps.at(-1);
    const holder = at(copy, parent);
    if (!holder || step === undefined) return undefined;
    placed.push({ edit, holder, step });
  }
  // Items are taken out last and from the end, so that the positions of the others hold until then.
  const removals = placed.filter(({ edit }) => edit.kind === 'remove').sort((a, b) => Number(b.step) - Number(a.step));
  const others = placed.filter(({ edit }) => edit.kind !== 'remove');
  return [...others, ...removals].every(make) ? copy : undefined;
}

function make({ edit, holder, step }: Placed): boolean {
  switch (edit.kind) {
    case 'insert':
    case 'set':
      if (Array.isArray(holder) && !(step in holder)) return false;
      if (edit.kind === 'insert' && step in holder) return false;
      holder[step] = edit.value;
      return true;
    case 'rename-key':
      if (!(step in holder) || edit.value in holder) return false;
      holder[edit.value] = holder[step];
      return Reflect.deleteProperty(holder, step);
    case 'remove':
      if (!Array.isArray(holder)) return Reflect.deleteProperty(holder, step);
      holder.splice(Number(step), 1);
      return true;
  }
}

function at(root: unknown, steps: readonly Step[]): Holder | undefined {
  const value = steps.reduce<unknown>((inner, step) => (isHolder(inner) ? inner[step] : undefined), root);
  return isHolder(value) ? value : undefined;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

/** Whether two values are the same to a reader; the order of keys says nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isHolder(a) || !isHolder(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}
