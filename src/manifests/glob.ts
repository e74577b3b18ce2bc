/** Whether a path on the command line is a pattern that the shell left as it is. */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path);
}

/** The folder above the first step that is a pattern: where looking starts. */
export function globRoot(pattern: string): string {
  const steps = pattern.split('/');
  const fixed = steps.slice(0, steps.findIndex(isGlob));
  return fixed.join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** A pattern as a regular expression over whole paths: `*` and `?` stay within a step, `**` goes over steps, `{a,b}` and `[a-z]` are what they are in a shell. */
export function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.\//, '')
    .replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|\[[^\]]+\]|[.+^$()|\\{}[\]]/g, (token) => {
      if (token === '**/') return '(?:[^/]+/)*';
      if (token === '**') return '.*';
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (token.length > 1 && token.startsWith('{'))
        return `(?:${token.slice(1, -1).split(',').map(plainPart).join('|')})`;
      if (token.length > 1 && token.startsWith('[')) return token.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
      return `\\${token}`;
    });
  return new RegExp(`^${source}$`);
}

function plainPart(text: string): string {
  return text
    .replace(/[.+^$()|\\[\]]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
}
