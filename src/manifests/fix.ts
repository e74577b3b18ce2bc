import type { Fix } from '../core/manifest.ts';
import { parseDocuments, type ManifestObject } from './document.ts';
import { sameValue, withEdits } from './edit-object.ts';
import { overlap, removesDuplicate, textEditsOf, withTextEdits, type TextEdit } from './text-edits.ts';

/** A fix with the object of the text that it is for. */
export interface WantedFix {
  readonly object: ManifestObject;
  readonly fix: Fix;
}

export interface Fixed {
  readonly text: string;
  readonly applied: readonly WantedFix[];
}

/** A fix whose changes of the text are known. */
interface Prepared extends WantedFix {
  readonly edits: readonly TextEdit[];
}

/**
 * Makes fixes in a text. Each counts only if the changed text parses to exactly the objects that are meant: the fixed ones changed as their fixes say, all others as they
 * were. Fixes that touch the same place as an earlier one are left for another run, those that cannot be made or change more than is meant are left out.
 */
export function fixText(text: string, file: string, wanted: readonly WantedFix[]): Fixed {
  const prepared = wanted.flatMap((one): Prepared[] => {
    const edits = textEditsOf(text, one.object, one.fix);
    return edits && edits.length > 0 ? [{ ...one, edits }] : [];
  });
  const chosen: Prepared[] = [];
  for (const one of prepared) if (!chosen.some((other) => collide(one, other))) chosen.push(one);
  if (chosen.length === 0) return { text, applied: [] };
  const before = objectsOf(text, file);
  const together = tried(text, file, before, chosen);
  if (together !== undefined) return { text: together, applied: chosen };
  // Some of them changes more than it says: each is tried by itself, on top of those that held.
  const held: Prepared[] = [];
  let current = text;
  for (const one of chosen) {
    const next = tried(text, file, before, [...held, one]);
    if (next === undefined) continue;
    held.push(one);
    current = next;
  }
  return { text: current, applied: held };
}

/** Two fixes of one anchored text make the very same edits, and are made once. */
function collide(a: Prepared, b: Prepared): boolean {
  const same = JSON.stringify(a.edits) === JSON.stringify(b.edits);
  return !same && a.edits.some((one) => b.edits.some((other) => overlap(one, other)));
}

type Objects = ReadonlyMap<string, ManifestObject>;

/** The objects of a text by what tells them apart: their document and their place in it. */
function objectsOf(text: string, file: string): Objects | undefined {
  const documents = parseDocuments(text, file);
  return new Map(
    documents.flatMap(({ index, objects }) => objects.map((one) => [`${index} ${one.prefix}`, one] as const)),
  );
}

/** The text with the fixes made, if it means what they say; undefined if not. */
function tried(
  text: string,
  file: string,
  before: Objects | undefined,
  fixes: readonly Prepared[],
): string | undefined {
  const changed = withTextEdits(text, distinct(fixes.flatMap(({ edits }) => edits)));
  const after = objectsOf(changed, file);
  if (!before || !after || before.size !== after.size) return undefined;
  for (const [key, { object, prefix, node }] of before) {
    const own = fixes.filter(({ object: one }) => one.prefix === prefix && one.node.start === node.start);
    const meant = withEdits(
      object,
      distinct(own.flatMap(({ fix }) => fix.edits.filter((edit) => !removesDuplicate({ node, object }, edit)))),
    );
    if (meant === undefined || !sameValue(meant, after.get(key)?.object)) return undefined;
  }
  return changed;
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}
