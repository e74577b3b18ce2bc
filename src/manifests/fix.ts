import type { Fix } from '../core/manifest.ts';
import { parseDocuments, type ManifestObject } from './document.ts';
import { sameValue, withEdits } from './edit-object.ts';
import { splitDocuments, type Piece } from '../facts/yaml/split.ts';
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
interface Prepared {
  readonly wanted: WantedFix;
  /** Offset of the object in the text. */
  readonly start: number;
  readonly edits: readonly TextEdit[];
  /** The same for fixes that make the very same edits: of a text that an anchor puts in two places. */
  readonly identity: string;
}

/**
 * Makes fixes in a text. Each counts only if the changed text parses to exactly the objects that are meant: the fixed ones changed as their fixes say, all others as they
 * were. Fixes that touch the same place as an earlier one are left for another run, those that cannot be made or change more than is meant are left out.
 */
export function fixText(text: string, file: string, wanted: readonly WantedFix[]): Fixed {
  const left = wanted
    .flatMap((one): Prepared[] => {
      const edits = textEditsOf(text, one.object, one.fix);
      if (!edits || edits.length === 0) return [];
      return [{ wanted: one, start: one.object.node.start, edits, identity: JSON.stringify(edits) }];
    })
    .sort((a, b) => a.start - b.start);
  const applied: WantedFix[] = [];
  let result = '';
  // What is changed in one piece of a text cannot reach another: the marks between them stay where they are.
  for (const piece of left.length === 0 ? [] : splitDocuments(text)) {
    const behind = left.findIndex(({ start }) => start >= piece.base + piece.text.length);
    const own = left.splice(0, behind < 0 ? left.length : behind);
    const fixed = own.length === 0 ? { text: piece.text, applied: [] } : fixPiece(piece, file, own);
    result += fixed.text;
    applied.push(...fixed.applied);
  }
  return applied.length === 0 ? { text, applied } : { text: result, applied };
}

function fixPiece(piece: Piece, file: string, prepared: readonly Prepared[]): Fixed {
  const chosen = withoutCollisions(prepared);
  const before = objectsOf(piece.text, file);
  const together = tried(piece, file, before, chosen);
  if (together !== undefined) return { text: together, applied: chosen.map(({ wanted }) => wanted) };
  // Some of them changes more than it says: each is tried by itself, on top of those that held.
  const held: Prepared[] = [];
  let current = piece.text;
  for (const one of chosen) {
    const next = tried(piece, file, before, [...held, one]);
    if (next === undefined) continue;
    held.push(one);
    current = next;
  }
  return { text: current, applied: held.map(({ wanted }) => wanted) };
}

/** Of fixes that touch each other the first. Those that make the very same edits are made once, and for all of them. */
function withoutCollisions(prepared: readonly Prepared[]): Prepared[] {
  const chosen: Prepared[] = [];
  for (const one of prepared) {
    const collides = chosen.some(
      ({ identity, edits }) =>
        identity !== one.identity && edits.some((other) => one.edits.some((edit) => overlap(edit, other))),
    );
    if (!collides) chosen.push(one);
  }
  return chosen;
}

type Objects = ReadonlyMap<string, ManifestObject>;

/** The objects of a piece by what tells them apart: their document and their place in it. */
function objectsOf(text: string, file: string): Objects {
  const documents = parseDocuments(text, file);
  return new Map(
    documents.flatMap(({ index, objects }) => objects.map((one) => [`${index} ${one.prefix}`, one] as const)),
  );
}

/** The text of the piece with the fixes made, if it means what they say; undefined if not. */
function tried({ text, base }: Piece, file: string, before: Objects, fixes: readonly Prepared[]): string | undefined {
  const edits = distinct(fixes.flatMap((one) => one.edits));
  const changed = withTextEdits(
    text,
    edits.map((edit) => ({ ...edit, start: edit.start - base, end: edit.end - base })),
  );
  const after = objectsOf(changed, file);
  if (before.size !== after.size) return undefined;
  const byPlace = new Map<string, WantedFix[]>();
  for (const { wanted, start } of fixes) {
    const place = `${start - base} ${wanted.object.prefix}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), wanted]);
  }
  for (const [key, { object, prefix, node }] of before) {
    const own = byPlace.get(`${node.start} ${prefix}`) ?? [];
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
