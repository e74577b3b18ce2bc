import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';

export const configName = '.podlife.yaml';

/** Rules that are treated otherwise in some files. */
export interface ConfigOverride {
  readonly files: readonly string[];
  readonly ignore?: readonly string[];
  readonly severity?: Readonly<Record<string, string>>;
}

/** What `.podlife.yaml` may say. Its JSON Schema is `render/schema/config.json`. */
export interface Config {
  readonly kubernetesVersion?: string;
  readonly namespace?: string;
  readonly nodes?: number;
  readonly failOn?: string;
  readonly only?: readonly string[];
  readonly rules?: readonly string[];
  readonly ignore?: readonly string[];
  readonly severity?: Readonly<Record<string, string>>;
  readonly baseline?: string;
  readonly exclude?: readonly string[];
  readonly overrides?: readonly ConfigOverride[];
}

/** A config with the folder that its paths are relative to. */
export interface FoundConfig {
  readonly config: Config;
  /** Missing where there is no file. */
  readonly file?: string;
  readonly folder: string;
}

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const texts: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '') ? undefined : 'a list of texts';
const count: Check = (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : 'a whole number above 0');
const table: Check = (value) =>
  isTable(value) && Object.values(value).every((one) => typeof one === 'string')
    ? undefined
    : 'rules with their levels';

const overrideKeys: Readonly<Record<string, Check>> = { files: texts, ignore: texts, severity: table };

const overrides: Check = (value) => {
  if (!Array.isArray(value)) return 'a list';
  for (const one of value as unknown[]) {
    if (!isTable(one) || !('files' in one)) return 'a list of entries with files';
    for (const [key, inner] of Object.entries(one)) {
      const wanted = overrideKeys[key]?.(inner);
      if (!overrideKeys[key] || wanted) return `a list of entries with ${Object.keys(overrideKeys).join(', ')}`;
    }
  }
  return undefined;
};

/** Every key with what it must be. */
export const configKeys: Readonly<Record<keyof Config, Check>> = {
  kubernetesVersion: text,
  namespace: text,
  nodes: count,
  failOn: text,
  only: texts,
  rules: texts,
  ignore: texts,
  severity: table,
  baseline: text,
  exclude: texts,
  overrides,
};

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The config that `--config` names, else the first that is found from `start` upwards, else none. */
export async function findConfig(named: string | undefined, start: string): Promise<FoundConfig> {
  if (named !== undefined) {
    const source = await textOf(named);
    if (source === undefined) throw new KnownError(`${named} cannot be read: there is no such file`);
    return { config: parseConfig(source, named), file: named, folder: dirname(resolve(start, named)) };
  }
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const file = join(folder, configName);
    const source = await textOf(file);
    if (source !== undefined) return { config: parseConfig(source, file), file, folder };
    if (dirname(folder) === folder) return { config: {}, folder: resolve(start) };
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    // A folder above may be closed to us: then it holds no settings for us either.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw new KnownError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads a config; a key that does not exist, or a value of the wrong type, is a KnownError that names it. */
export function parseConfig(source: string, file: string): Config {
  let value: unknown;
  try {
    // YAML 1.2, as editors and the schema have it: in that of kubectl, `off` would be no word.
    value = parse(source, { maxAliasCount: 10 }) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new KnownError(`${file}: not valid YAML: ${reason.replace(/:$/, '')}`);
  }
  if (!isTable(value)) throw new KnownError(`${file} must be a mapping of settings`);
  for (const [key, inner] of Object.entries(value)) {
    const check = Object.hasOwn(configKeys, key) ? configKeys[key as keyof Config] : undefined;
    if (!check) {
      const [near] = similarNames(key, Object.keys(configKeys));
      const hint = near ? `did you mean ${near}?` : `it may have: ${Object.keys(configKeys).join(', ')}`;
      throw new KnownError(`${file}: there is no setting "${key}"`, hint);
    }
    const wanted = check(inner);
    if (wanted) throw new KnownError(`${file}: ${key} must be ${wanted}`);
  }
  return value;
}
