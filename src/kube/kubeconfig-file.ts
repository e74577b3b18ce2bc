import { dirname, isAbsolute, join, posix, win32 } from 'node:path';
import { KnownError } from '../core/errors.ts';
import { placeOfError, yamlValues } from '../facts/yaml/values.ts';
import { isMissing, messageOf, oneLine, type Outside } from './outside.ts';

/** One entry of `clusters`, `users` or `contexts`, as it stands in its file. */
export interface Entry {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Folder that its relative paths start from. */
  readonly folder: string;
  readonly file: string;
}

/** Several kubeconfig files as one: of every name the first file that has it counts whole. */
export interface MergedKubeconfig {
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly currentContext: string;
  /** Files that were looked for, in their order. */
  readonly files: readonly string[];
  /** Those of them that exist. */
  readonly read: readonly string[];
}

type Section = 'clusters' | 'users' | 'contexts';

const entryField: Readonly<Record<Section, string>> = { clusters: 'cluster', users: 'user', contexts: 'context' };

/**
 * Reads kubeconfig in kubectl's order: `--kubeconfig` alone, else every file of `$KUBECONFIG`, else `~/.kube/config`.
 * Missing files of the list and empty ones are skipped; the first `current-context` counts.
 */
export async function loadKubeconfig(explicit: string | undefined, outside: Outside): Promise<MergedKubeconfig> {
  const files = explicit === undefined ? await defaultFiles(outside) : [explicit];
  const clusters = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  const contexts = new Map<string, Entry>();
  const read: string[] = [];
  let currentContext = '';
  for (const file of files) {
    const text = await readText(file, explicit !== undefined, outside);
    if (text === undefined) continue;
    read.push(file);
    const config = parseFile(text, file);
    addEntries(clusters, 'clusters', config, file);
    addEntries(users, 'users', config, file);
    addEntries(contexts, 'contexts', config, file);
    currentContext ||= textField(config, 'current-context') ?? '';
  }
  return { clusters, users, contexts, currentContext, files, read };
}

async function defaultFiles(outside: Outside): Promise<string[]> {
  const { env, platform } = outside;
  const list = env['KUBECONFIG'];
  if (list) {
    const delimiter = platform === 'win32' ? win32.delimiter : posix.delimiter;
    return [...new Set(list.split(delimiter).filter((file) => file !== ''))];
  }
  const home = await homeFolder(outside);
  return home ? [join(home, '.kube', 'config')] : [];
}

/** `$HOME`; on Windows the first of the home folders that holds `.kube\config`. */
async function homeFolder({ env, platform, readFile }: Outside): Promise<string | undefined> {
  if (platform !== 'win32') return env['HOME'];
  const drive = env['HOMEDRIVE'] && env['HOMEPATH'] ? join(env['HOMEDRIVE'], env['HOMEPATH']) : undefined;
  const folders = [env['HOME'], drive, env['USERPROFILE']].flatMap((folder) => folder || []);
  for (const folder of folders) {
    const exists = await readFile(join(folder, '.kube', 'config')).then(
      () => true,
      () => false,
    );
    if (exists) return folder;
  }
  return folders[0];
}

async function readText(file: string, required: boolean, outside: Outside): Promise<string | undefined> {
  try {
    return (await outside.readFile(file)).toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (isMissing(error) && !required) return undefined;
    const why = isMissing(error) ? 'no such file' : oneLine(messageOf(error));
    throw new KnownError(`the kubeconfig ${file} cannot be read: ${why}`);
  }
}

function parseFile(text: string, file: string): Readonly<Record<string, unknown>> {
  const value = /^\s*\{/.test(text) ? (jsonValue(text) ?? yamlValue(text, file)) : yamlValue(text, file);
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new KnownError(`${file} is not a kubeconfig: it holds no fields`);
  return value;
}

/** Programs write kubeconfigs as JSON, which is read ten times as fast; undefined where it is YAML after all. */
function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function yamlValue(text: string, file: string): unknown {
  try {
    // kubectl reads no further than the first document.
    const [first] = yamlValues(text);
    return first;
  } catch (error) {
    const where = placeOfError(error, text, file);
    throw new KnownError(`the kubeconfig ${where} is not valid YAML: ${oneLine(messageOf(error))}`);
  }
}

function addEntries(
  into: Map<string, Entry>,
  section: Section,
  config: Readonly<Record<string, unknown>>,
  file: string,
): void {
  const list = config[section];
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) throw new KnownError(`the kubeconfig ${file} is not valid: ${section} is not a list`);
  for (const item of list) {
    const name = isRecord(item) ? textField(item, 'name') : undefined;
    if (!isRecord(item) || name === undefined || into.has(name)) continue;
    const fields = item[entryField[section]];
    into.set(name, { fields: isRecord(fields) ? fields : {}, folder: dirname(file), file });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a string; undefined where it is missing, empty or something else. */
export function textField(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A path of an entry: relative ones start from the folder of its file. */
export function pathField({ fields, folder }: Entry, name: string): string | undefined {
  const path = textField(fields, name);
  return path === undefined || isAbsolute(path) ? path : join(folder, path);
}
