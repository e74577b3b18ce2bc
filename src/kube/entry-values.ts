import { KnownError } from '../core/errors.ts';
import { pathField, textField, type Entry } from './kubeconfig-file.ts';
import { isMissing, messageOf, oneLine, type Outside } from './outside.ts';

/** PEM of `NAME-data` (base64) or of the file that `NAME` names; the data wins. */
export async function pemField(entry: Entry | undefined, name: string, outside: Outside): Promise<Buffer | undefined> {
  if (!entry) return undefined;
  const data = textField(entry.fields, `${name}-data`);
  if (data !== undefined) {
    const bytes = Buffer.from(data, 'base64');
    if (!/-----BEGIN /.test(bytes.toString('latin1'))) {
      throw new KnownError(`${entry.file}: ${name}-data is not a base64 encoded PEM block`);
    }
    return bytes;
  }
  const path = pathField(entry, name);
  return path === undefined ? undefined : readPath(path, name, outside);
}

export async function readPath(path: string, what: string, outside: Outside): Promise<Buffer> {
  try {
    return await outside.readFile(path);
  } catch (error) {
    const why = isMissing(error) ? 'no such file' : oneLine(messageOf(error));
    throw new KnownError(`the ${what} ${path} cannot be read: ${why}`);
  }
}

/** An object with the one key, or without it where there is no value. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // A computed key widens to an index signature; the type says what it is.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
