/** Edits (insertions, deletions, substitutions) that turn one word into another: Levenshtein's distance. */
export function editDistance(a: string, b: string): number {
  // Of each beginning of b (but the empty one): edits to it from the letters of a so far.
  let row = Array.from(b, (_, index) => index + 1);
  let distance = b.length;
  for (let i = 0; i < a.length; i++) {
    let diagonal = i;
    distance = i + 1;
    row = row.map((above, j) => {
      distance = Math.min(diagonal + (a[i] === b[j] ? 0 : 1), above + 1, distance + 1);
      diagonal = above;
      return distance;
    });
  }
  return distance;
}

/** The same where two letters that are swapped are one slip (`prot` for `port`). */
export function typingDistance(a: string, b: string): number {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  const swapped = at >= 0 && a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) === b;
  return swapped ? 1 : editDistance(a, b);
}

/** No name of Kubernetes is longer (253); comparing what is would take for ever. */
const longestName = 300;

/**
 * The names of `existing` that somebody who wrote `wanted` may have meant, the most alike first, at most three: those a few edits away,
 * and those of which one contains the other's stem (`ci-deploy` for `ci-deployer`). Underscores and case count as nothing.
 */
export function similarNames(wanted: string, existing: readonly string[]): string[] {
  if (wanted.length > longestName) return [];
  const plain = (name: string): string => name.toLowerCase().replace(/[_.]/g, '-');
  const target = plain(wanted);
  return existing
    .filter((name) => name !== wanted)
    .map((name) => ({ name, distance: typingDistance(target, plain(name)), shared: sharedPrefix(target, plain(name)) }))
    .filter(({ name, distance, shared }) => {
      const length = Math.max(target.length, name.length);
      return distance <= Math.max(1, Math.floor(length / 3)) || shared >= Math.max(4, Math.ceil(target.length / 2));
    })
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
