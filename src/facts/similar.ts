/** Edits (insertions, deletions, substitutions) that turn one word into another: Levenshtein's distance. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? a.length;
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
    .map((name) => ({ name, distance: editDistance(target, plain(name)), shared: sharedPrefix(target, plain(name)) }))
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
