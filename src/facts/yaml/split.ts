/** A document's piece of a text. */
export interface Piece {
  readonly text: string;
  /** Offset of the piece in the whole text. */
  readonly base: number;
}

/**
 * Cuts a text into its YAML documents at the lines `---` and `...`, before anything is parsed: what is wrong in one cannot reach the next.
 * Comments and directives in front of the first `---` belong to the document behind it.
 */
export function* splitDocuments(text: string): Generator<Piece> {
  let base = 0;
  let headOnly = true;
  for (const { index, 0: marker } of text.matchAll(/^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm)) {
    const end = marker === '...' ? index + marker.length : index;
    if (headOnly && marker === '---' && isHead(text.slice(base, index))) {
      headOnly = false;
      continue;
    }
    headOnly = false;
    if (end > base) yield { text: text.slice(base, end), base };
    base = end;
  }
  if (base < text.length) yield { text: text.slice(base), base };
}

/** Nothing but comments, directives and empty lines. */
function isHead(text: string): boolean {
  return !/^[^\S\n]*[^\s#%]/m.test(text);
}
