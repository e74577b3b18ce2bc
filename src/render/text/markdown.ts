import { oneLine } from './clean.ts';

/** Text in which nothing is markup: not of Markdown, not of HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** Text as inline code, on one line, whatever backticks it holds. */
export function inlineCode(text: string): string {
  const line = oneLine(text).replace(/\|/g, '¦');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
