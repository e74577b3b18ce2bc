export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Parses XML as strictly as the outputs of podlife need it: elements, attributes, text, the five entities. Throws on anything else. */
export function parseXml(source: string): XmlElement {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${source.slice(at, at + 40)}`);
  };
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = new RegExp(pattern.source, 'sy');
    match.lastIndex = at;
    const found = match.exec(source) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  const decoded = (text: string): string => {
    if (/[<\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) fail('a character that no XML may hold');
    return text.replace(/&([^;]*);?/g, (whole, name: string) => {
      const known: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#13': '\r' };
      return known[name] ?? fail(`entity ${whole}`);
    });
  };
  const element = (): XmlElement => {
    const name = take(/<([\w-]+)/)?.[1] ?? fail('no element');
    const attributes: Record<string, string> = {};
    for (let found = take(/\s+([\w-]+)="([^"]*)"/); found; found = take(/\s+([\w-]+)="([^"]*)"/)) {
      const [, key = '', value = ''] = found;
      if (key in attributes) fail('an attribute stands twice');
      attributes[key] = decoded(value);
    }
    if (take(/\s*\/>/)) return { name, attributes, children: [], text: '' };
    if (!take(/\s*>/)) fail('tag not closed');
    const children: XmlElement[] = [];
    let text = '';
    while (!take(new RegExp(`</${name}>`))) {
      const run = take(/[^<]+/);
      if (run) text += decoded(run[0]);
      else if (source.startsWith('<', at) && !source.startsWith('</', at)) children.push(element());
      else fail('unexpected end');
    }
    return { name, attributes, children, text };
  };
  if (!take(/<\?xml version="1.0" encoding="UTF-8"\?>\s*/)) fail('no declaration');
  const root = element();
  take(/\s*/);
  if (at !== source.length) fail('something behind the root');
  return root;
}
