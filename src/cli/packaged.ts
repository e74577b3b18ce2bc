import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders that lie beside the bundle, and elsewhere in the sources. */
const inSources = import.meta.filename.endsWith('.ts');

/** Where the pages of the rules are, one folder a topic. */
export const pagesFolder = join(import.meta.dirname, inSources ? '../rules' : 'rules');

const demosFolder = join(import.meta.dirname, inSources ? '../dump/demo' : 'demo');

/** Ids of all rules, by their pages: quicker than to load the rules. */
export async function ruleIds(): Promise<string[]> {
  return namesIn(await readdir(pagesFolder, { recursive: true }), '.md');
}

/** Names of the built-in recordings. */
export async function demoNames(): Promise<string[]> {
  return namesIn(await readdir(demosFolder), '.json.gz');
}

function namesIn(paths: readonly string[], ending: string): string[] {
  return paths
    .filter((path) => path.endsWith(ending))
    .map((path) => path.slice(0, -ending.length).replace(/^.*[/\\]/, ''))
    .sort();
}
