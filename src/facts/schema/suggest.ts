import { typingDistance } from '../similar.ts';
import { mismatch } from './mismatch.ts';
import { existsIn, schemaOf, type FieldSchema, type FieldType } from './types.ts';

/** A mapping on the way from the root of an object to a field. */
export interface Level {
  /** Name of its type. */
  readonly type: string;
  readonly path: string;
}

export interface Suggestion {
  /** The field of the same mapping that is meant. */
  readonly field?: string;
  /** The mapping has that field already. */
  readonly taken?: boolean;
  /** It cannot be anything else: only case or separators differ, or a letter or two, and the value fits. */
  readonly certain?: boolean;
  /** Where a field of exactly that name exists: `spec.template.spec.containers[].livenessProbe`. */
  readonly elsewhere?: string;
}

/** What people call fields of a type. */
const aliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Container: {
    entrypoint: 'command',
    cmd: 'args',
    healthcheck: 'livenessProbe',
    environment: 'env',
    mounts: 'volumeMounts',
    workdir: 'workingDir',
    hooks: 'lifecycle',
  },
  ContainerPort: { port: 'containerPort', targetport: 'containerPort', internal: 'containerPort' },
  Volume: { pvc: 'persistentVolumeClaim' },
  Probe: { cmd: 'exec', command: 'exec', http: 'httpGet', https: 'httpGet', tcp: 'tcpSocket' },
  LifecycleHandler: { cmd: 'exec', command: 'exec', http: 'httpGet' },
  Lifecycle: { poststop: 'preStop', prestart: 'postStart' },
  ResourceRequirements: { max: 'limits', min: 'requests' },
  JobSpec: { retries: 'backoffLimit', timeout: 'activeDeadlineSeconds', ttl: 'ttlSecondsAfterFinished' },
  CronJobSpec: { cron: 'schedule', concurrency: 'concurrencyPolicy' },
  StatefulSetOrdinals: { first: 'start' },
  PodSpec: { graceperiod: 'terminationGracePeriodSeconds', graceperiodseconds: 'terminationGracePeriodSeconds' },
  DaemonSetSpec: { strategy: 'updateStrategy' },
  StatefulSetSpec: { strategy: 'updateStrategy' },
  DeploymentSpec: { updatestrategy: 'strategy' },
};

/** Names that fields of many types have: one of them far away is not what was meant. */
const common = new Set(
  'name namespace type port path key value kind command exec httpGet tcpSocket grpc sleep labels annotations'.split(
    ' ',
  ),
);

/** What the writer of a field that does not exist may have meant. `trail`: the mappings above it, its own last. */
export function suggest(
  key: string,
  value: unknown,
  present: readonly string[],
  trail: readonly Level[],
  minor: number,
): Suggestion {
  const level = trail.at(-1);
  if (!level) return {};
  const fields = [...schemaOf(level.type)].filter(([, field]) => existsIn(field, minor));
  const here = (entry: readonly [string, FieldSchema], sure: boolean): Suggestion => {
    const taken = present.includes(entry[0]);
    return { field: entry[0], taken, certain: sure && !taken && !mismatch(value, entry[1].type) };
  };
  const same = fields.find(([name]) => plain(name) === plain(key));
  if (same) return here(same, true);
  const typo = closest(key, fields);
  if (typo) return here(typo, key.length >= 5);
  const contained = fields.filter(([name, { type }]) => sharesWords(name, key) && !mismatch(value, type));
  if (contained.length === 1 && contained[0]) return here(contained[0], false);
  const elsewhere = common.has(key) ? oneBelow(key, value, level, minor) : findElsewhere(key, value, trail, minor);
  if (elsewhere !== undefined) return { elsewhere };
  const alias = aliases[level.type]?.[plain(key)];
  const named = fields.find(([name]) => name === alias);
  return named ? here(named, false) : {};
}

function oneBelow(key: string, value: unknown, level: Level, minor: number): string | undefined {
  const found = below(key, value, level, minor);
  return found?.depth === 1 ? found.path : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The one field that is a letter or two away. */
function closest(
  key: string,
  fields: readonly (readonly [string, FieldSchema])[],
): readonly [string, FieldSchema] | undefined {
  const most = key.length >= 8 ? 2 : key.length >= 4 ? 1 : 0;
  const near = fields
    .map((entry) => ({ entry, distance: typingDistance(plain(key), plain(entry[0])) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  const [first, second] = near;
  return first && first.distance !== second?.distance ? first.entry : undefined;
}

/** `liveness` and `livenessProbe`, `antiAffinity` and `podAntiAffinity`: one begins or ends with all words of the other. */
function sharesWords(name: string, key: string): boolean {
  const words = (text: string): string =>
    `${text
      .split(/(?=[A-Z])|[_-]/)
      .map(plain)
      .join('-')}-`;
  const [a, b] = [words(name), words(key)];
  return a.startsWith(b) || b.startsWith(a) || `-${a}`.endsWith(`-${b}`) || `-${b}`.endsWith(`-${a}`);
}

/** Lists of containers and what leads to pods first: where two places are equally near, that one is meant. */
const preferred = ['containers', 'template', 'spec', 'jobTemplate', 'httpGet'];

/** How far down from a mapping is looked. */
const deepest = 6;

/** The nearest place of the object at which a field of that name exists and takes such a value: as few steps as possible, rather up than down. */
function findElsewhere(key: string, value: unknown, trail: readonly Level[], minor: number): string | undefined {
  let best: { path: string; cost: number } | undefined;
  for (let up = 0; up < trail.length; up++) {
    const from = trail[trail.length - 1 - up];
    if (!from || (best && up >= best.cost)) break;
    const found = below(key, value, from, minor);
    const cost = up + 1.5 * (found?.depth ?? 0);
    if (found && (!best || cost < best.cost)) best = { path: found.path, cost };
  }
  return best?.path;
}

function below(key: string, value: unknown, from: Level, minor: number): { path: string; depth: number } | undefined {
  let level: Level[] = [from];
  const seen = new Set<string>();
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    const next: Level[] = [];
    for (const { type, path } of level) {
      const schema = schemaOf(type);
      const field = schema.get(key);
      if (field && existsIn(field, minor) && !mismatch(value, field.type)) return { path: join(path, key), depth };
      next.push(...children(schema, path).filter((child) => !seen.has(child.type)));
    }
    for (const { type } of next) seen.add(type);
    level = next;
  }
  return undefined;
}

function children(schema: ReadonlyMap<string, FieldSchema>, path: string): Level[] {
  return [...schema]
    .filter(([name]) => name !== 'status' && name !== 'managedFields')
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .flatMap(([name, { type }]) => {
      const [inner, suffix] = objectIn(type);
      return inner === undefined ? [] : [{ type: inner, path: join(path, name) + suffix }];
    });
}

function rankOf(name: string): number {
  const at = preferred.indexOf(name);
  return at < 0 ? preferred.length : at;
}

function objectIn(type: FieldType): [string | undefined, string] {
  if (type.is === 'object') return [type.name, ''];
  return type.is === 'list' && type.of.is === 'object' ? [type.of.name, '[]'] : [undefined, ''];
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
