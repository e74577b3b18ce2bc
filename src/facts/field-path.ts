/** A step of a field path: the name of a field, or the position in a list. */
export type Step = string | number;

/**
 * The steps of a field path as the API server writes it: `spec.containers[0].resources.limits[nvidia.com/gpu]`, `metadata.labels["a.b/c"]`.
 * A bracket with digits is a position, any other is a key.
 */
export function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const [, quoted, bracket, name] of path.matchAll(/\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\]|([^.[\]]+)/g)) {
    if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, '$1'));
    else if (bracket !== undefined) steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket);
    else if (name !== undefined) steps.push(name);
  }
  return steps;
}

/**
 * The steps of a field path in a value. Where the value has them, keys that contain what parts the steps are found without quotes as well:
 * `metadata.labels.app.kubernetes.io/name`.
 */
export function stepsIn(value: unknown, path: string): Step[] {
  const steps: Step[] = [];
  let at: unknown = value;
  for (let rest = path; rest !== '';) {
    const [step, length] = dottedKey(at, rest) ?? firstStep(rest);
    if (length === 0) break;
    if (step !== undefined) steps.push(step);
    at = step !== undefined && typeof at === 'object' && at !== null ? (at as Record<Step, unknown>)[step] : undefined;
    rest = rest.slice(length);
  }
  return steps;
}

function firstStep(rest: string): readonly [step: Step | undefined, length: number] {
  const match = /^\.?(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[\]]+)/.exec(rest)?.[0];
  if (match === undefined) return [undefined, 1];
  return [stepsOf(match)[0], match.length];
}

/** The longest key of a value that the rest of a path begins with. */
function dottedKey(value: unknown, rest: string): readonly [step: Step, length: number] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const bracketed = rest.startsWith('[');
  const offset = bracketed || rest.startsWith('.') ? 1 : 0;
  const [key] = Object.keys(value)
    .filter((one) => /[.[\]]/.test(one) && rest.startsWith(one, offset))
    .filter((one) => (bracketed ? /^\]/ : /^(?:$|[.[])/).test(rest.slice(offset + one.length)))
    .sort((a, b) => b.length - a.length);
  return key === undefined ? undefined : [key, offset + key.length + (bracketed ? 1 : 0)];
}

/** What stands at a path of a value; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  return stepsIn(value, path).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<Step, unknown>)[step] : undefined),
    value,
  );
}

/** What tells one item of a list from the others: its name, or what serves as one in Kubernetes. */
const nameFields = ['name', 'mountPath', 'devicePath', 'containerPort', 'key', 'topologyKey', 'conditionType', 'ip'];

/**
 * A path with the names of list items instead of their positions: `spec.containers[web].env[HOST].value`. It stays the same when items are
 * added before. Items without a name, or with one that others have as well, keep their position.
 */
export function namedPath(value: unknown, path: string): string {
  let at: unknown = value;
  let text = '';
  for (const step of stepsIn(value, path)) {
    const list = Array.isArray(at) ? (at as unknown[]) : undefined;
    const name = list && typeof step === 'number' ? nameIn(list, step) : undefined;
    if (name !== undefined) text += `[${name}]`;
    else if (typeof step === 'number') text += `[${step}]`;
    else text += /^[\w$-]+$/.test(step) ? `${text && '.'}${step}` : `[${step}]`;
    at = typeof at === 'object' && at !== null ? (at as Record<Step, unknown>)[step] : undefined;
  }
  return text;
}

function nameIn(list: readonly unknown[], index: number): string | undefined {
  const names = list.map(nameOf);
  const name = names[index];
  return name !== undefined && names.filter((one) => one === name).length === 1 ? name : undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const field of nameFields) {
    const value = (item as Record<string, unknown>)[field];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
}
