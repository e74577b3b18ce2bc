/** One word from `at` on with its quotes taken off; undefined where a quote or a substitution does not end. */
export function wordAt(script: string, at: number): { text: string; end: number } | undefined {
  let text = '';
  let index = at;
  while (index < script.length) {
    const char = script.charAt(index);
    // `2>&1` and `>&2` hold an ampersand that is no operator.
    if (/[\s;|()]/.test(char) || (char === '&' && !/[<>]$/.test(text) && script[index + 1] !== '>')) break;
    const part = partAt(script, index, char);
    if (!part) return undefined;
    text += part.text;
    index = part.end;
  }
  return index === at ? { text: script.charAt(at), end: at + 1 } : { text, end: index };
}

function partAt(script: string, index: number, char: string): { text: string; end: number } | undefined {
  if (char === "'") {
    const end = script.indexOf("'", index + 1);
    return end < 0 ? undefined : { text: script.slice(index + 1, end), end: end + 1 };
  }
  if (char === '"' || char === '`') {
    const end = quoteEnd(script, index, char);
    if (end === undefined) return undefined;
    return { text: char === '"' ? script.slice(index + 1, end) : script.slice(index, end + 1), end: end + 1 };
  }
  // The last character of all is itself.
  if (char === '\\' && index + 1 < script.length) {
    return { text: script.charAt(index + 1).replace('\n', ''), end: index + 2 };
  }
  if (char === '$' && /[({]/.test(script.charAt(index + 1))) {
    const end = bracketEnd(script, index + 1);
    return end === undefined ? undefined : { text: script.slice(index, end + 1), end: end + 1 };
  }
  return { text: char, end: index + 1 };
}

function quoteEnd(script: string, from: number, quote: string): number | undefined {
  for (let index = from + 1; index < script.length; index += 1) {
    if (script[index] === '\\') index += 1;
    else if (script[index] === quote) return index;
    else if (quote === '"' && script[index] === '$' && script[index + 1] === '(') {
      const end = bracketEnd(script, index + 1);
      if (end === undefined) return undefined;
      index = end;
    }
  }
  return undefined;
}

function bracketEnd(script: string, from: number): number | undefined {
  const open = script.charAt(from);
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let index = from; index < script.length; index += 1) {
    const char = script[index];
    if (char === '\\') index += 1;
    else if (char === open) depth += 1;
    else if (char === close) {
      depth -= 1;
      if (depth === 0) return index;
    } else if (char === "'" || char === '"') {
      const end = char === "'" ? script.indexOf("'", index + 1) : quoteEnd(script, index, '"');
      if (end === undefined || end < 0) return undefined;
      index = end;
    }
  }
  return undefined;
}
