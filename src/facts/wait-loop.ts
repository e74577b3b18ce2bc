import { scriptIn } from './shell-command.ts';

/** A loop in a script that waits for something and has no limit. */
export interface WaitLoop {
  /** Its head as it is written: `until nc -z db 5432`. */
  readonly head: string;
}

const loops = /(?:^|[;\n&|({]|\bdo|\bthen|\belse)\s*(until|while)\b([\s\S]*?)[;\n]\s*do\b([\s\S]*?)\bdone\b/g;
/** A counter, a clock or input that ends the loop. */
const counts = /-(?:lt|le|gt|ge)\b|\(\(|\b(?:let|expr|seq|read|getopts|shift|return)\b|\$\{?SECONDS\b|\bdate \+%s/;
const always = /^\s*(?:true|:|\[\[?\s*(?:1|true)\s*\]\]?)\s*$/;
/** Longer ones are no wait but a program. */
const longestScript = 10_000;
/** Somebody else ends the script: `timeout 60 sh -c …`, a watchdog that kills it. */
const limited = /\btimeout\s+(?:-\S+\s+)*[\d.]+[smhd]?\s+(?:\S*\/)?(?:sh|bash|ash|dash)\b|\bkill\b|\bulimit\b|\bALRM\b/;

/**
 * The first loop of a command line that sleeps until something has happened, however long that takes. A loop that counts, looks at a clock or can leave with an error has a limit;
 * what cannot be read has one as well.
 */
export function unboundedWait(words: readonly string[]): WaitLoop | undefined {
  const script = scriptIn(words)?.text.replace(/(^|\s)#[^\n]*/g, '$1');
  if (script === undefined || script.length > longestScript || limited.test(script)) return undefined;
  for (const match of withoutQuoted(script).matchAll(loops)) {
    const [whole, keyword = '', condition = '', body = ''] = match;
    const written = script.slice(match.index, match.index + whole.length);
    if (!/\b(?:u?sleep|wait)\b/.test(`${condition} ${body}`) || counts.test(written)) continue;
    const endless = keyword === 'while' ? always.test(condition) : /^\s*false\s*$/.test(condition);
    const leaves = endless ? /\bexit\s+(?:[1-9]|\$)/.test(body) : /\b(?:break|exit)\b/.test(body);
    // Without any way out it is no wait.
    if (leaves || (endless && !/\b(?:break|exit)\b/.test(body))) continue;
    const from = whole.indexOf(keyword);
    const end = endless ? whole.length : whole.search(/[;\n]\s*do\b/);
    return { head: short(written.slice(from, end)) };
  }
  return undefined;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

/** The script with blanks for what stands in quotes, so that words in texts are not taken for its own. */
function withoutQuoted(script: string): string {
  return script.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) => `"${' '.repeat(quoted.length - 2)}"`);
}
