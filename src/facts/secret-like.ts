/** What is printed where a secret stood. */
const masked = '***';

/** Strings that are secrets by their shape, whatever stands around them; with a group: it stays. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|npm_|sk_live_|sk_test_|rk_live_|xox[abeprs]-|hvs\.|dckr_pat_)[\w-]{10,}/g,
  /\bAIza[\w-]{35}/g,
  /\b(Bearer\s+|Basic\s+)[\w.~+/-]{8,}=*/gi,
  /([a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/gi,
];

const names =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|credentials?|authorization';

/** `password=x`, `"token": "x"`, `api-key: x1`: behind a colon only what is quoted or holds a digit, for prose has colons too. */
const assignments: readonly RegExp[] = [
  new RegExp(`((?:${names})=["']?)[^\\s"',;&]+`, 'gi'),
  new RegExp(`((?:${names})["']?\\s*:\\s*["'])[^"']+(?=["'])`, 'gi'),
  new RegExp(`((?:${names})\\s*:\\s*)(?=[^\\s"',;]*\\d)[^\\s"',;]{6,}`, 'gi'),
];

const secretFlag = new RegExp(`^--?[\\w.-]*(?:${names})$`, 'i');

function maskAll(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_whole, kept: unknown) => `${typeof kept === 'string' ? kept : ''}${masked}`),
    text,
  );
}

/** A text without tokens, keys and passwords of URLs, as their shape gives them away. */
export function maskTokens(text: string): string {
  return maskAll(text, shapes);
}

/** The same, and without what is assigned to a name that speaks of a secret: for logs and arguments. */
export function maskSecrets(text: string): string {
  return maskAll(maskTokens(text), assignments);
}

/** The words of a command without secrets; the word behind `--password` is one, whatever it looks like. */
export function maskArguments(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    return secretFlag.test(before) && !word.startsWith('-') ? masked : maskSecrets(word);
  });
}
