import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The values of a gzip'd file with one JSON value a line. */
export function casesIn<T>(file: string): T[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
