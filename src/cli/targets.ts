import { KnownError } from '../core/errors.ts';
import { similarNames } from '../facts/similar.ts';
import { kindNamed, resources, targetKinds } from '../facts/resources.ts';

/** A target as it was typed: a kind and a name. The namespace is known later, but for what a capture is about. */
export interface NamedTarget {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * The targets in `web-1`, `pod/web-1`, `deploy/web sts/db`, `deploy web` or `pods a b`. A word that is no kind that can be explained is a KnownError.
 */
export function parseTargets(words: readonly string[]): NamedTarget[] {
  const [first = '', ...rest] = words;
  const plain = words.every((word) => !word.includes('/'));
  if (plain && rest.length > 0 && kindNamed(first)) return rest.map((name) => ({ kind: explainable(first), name }));
  return words.map((word) => {
    const parts = word.split('/');
    if (parts.length === 1) return { kind: 'Pod', name: word };
    const [kind = '', name = ''] = parts;
    if (parts.length > 2 || name === '') {
      throw new KnownError(
        `"${word}" is not a target`,
        'write POD, pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, job/NAME or cronjob/NAME',
      );
    }
    return { kind: explainable(kind), name };
  });
}

function explainable(word: string): string {
  const kind = kindNamed(word);
  if (kind && targetKinds.includes(kind)) return kind;
  if (kind) throw new KnownError(`a ${kind} has no pods to explain`, `explain takes ${targetKinds.join(', ')}`);
  const words = resources.flatMap((one) => (targetKinds.includes(one.kind) ? [one.plural, ...one.shortNames] : []));
  const [near] = similarNames(word.toLowerCase(), words);
  throw new KnownError(
    `the server doesn't have a resource type "${word}"`,
    near ? `did you mean ${near}?` : `explain takes ${targetKinds.join(', ')}`,
  );
}
