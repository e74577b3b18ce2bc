import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * matchLabelKeys and mismatchLabelKeys of an affinity term or a spread constraint (ValidateMatchLabelKeysAndMismatchLabelKeys). When a pod is
 * created its values of those labels become requirements of its labelSelector, so a key may not stand in the selector too. Templates are
 * taken as they are: there only a selector that names the key twice by itself is refused.
 */
export function validateMatchLabelKeys({ problems, isPod }: Context, term: Field, labels: Labels): void {
  const selector = term.child('labelSelector');
  const [match, mismatch] = [term.child('matchLabelKeys'), term.child('mismatchLabelKeys')];
  for (const keys of [match, mismatch]) validateKeys(problems, keys, selector);
  if (selector.isSet) {
    const merged = isPod ? [...match.texts, ...mismatch.texts].filter((key) => labels[key] !== undefined) : [];
    for (const key of repeated(selector, merged)) {
      const index = match.texts.lastIndexOf(key);
      const at = match.items()[index];
      if (at) alsoInSelector(problems, at.named(`${term.path}[${index}]`));
    }
  }
  for (const key of match.items()) {
    if (!mismatch.texts.includes(key.text)) continue;
    problems.invalid(key, { says: 'is a mismatchLabelKey too', allowed: 'A key is one or the other.' });
  }
}

/** The older check of spread constraints, before their keys became part of the selector (before 1.34). */
export function validateSpreadKeysApart({ problems }: Context, constraint: Field): void {
  const [selector, keys] = [constraint.child('labelSelector'), constraint.child('matchLabelKeys')];
  validateKeys(problems, keys, selector);
  const own = new Set(keysOf(selector));
  for (const key of keys.items()) if (own.has(key.text)) alsoInSelector(problems, key);
}

function validateKeys(problems: Problems, keys: Field, selector: Field): void {
  if (keys.size > 0 && !selector.isSet) {
    problems.forbidden(keys, 'It refines the labelSelector, so there must be one.');
    return;
  }
  for (const key of keys.items()) problems.check(key, qualifiedName(key.text));
}

function alsoInSelector(problems: Problems, key: Field): void {
  problems.invalid(key, {
    says: 'is in the labelSelector too',
    allowed: 'The value of the pod is taken for it: leave it out of the labelSelector.',
  });
}

function keysOf(selector: Field): string[] {
  const expressions = selector.child('matchExpressions').items();
  return [...Object.keys(selector.child('matchLabels').labels), ...expressions.map((item) => item.child('key').text)];
}

/** Keys of expressions, the merged ones last, that stand in the selector before. */
function repeated(selector: Field, merged: readonly string[]): Set<string> {
  const seen = new Set(Object.keys(selector.child('matchLabels').labels));
  const twice = new Set<string>();
  for (const key of [
    ...selector
      .child('matchExpressions')
      .items()
      .map((item) => item.child('key').text),
    ...merged,
  ]) {
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}
