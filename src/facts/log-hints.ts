import { patterns, type LogHintKind } from './log-patterns.ts';

/** What a log says went wrong. */
export interface LogHint {
  readonly kind: LogHintKind;
  /** The line that says so, trimmed. */
  readonly line: string;
  /** The variable, program, host, file or module that it names. */
  readonly name?: string;
  readonly port?: number;
}

/** Only the end of a log is about the end of the process. */
const depth = 30;
/** Lines that tell of the ordinary course of things. */
const ordinary = /^\W*(?:\S+ ){0,3}\W*(?:INFO|DEBUG|TRACE)\b|"?level"?[=:] ?"?(?:info|debug|trace)\b/i;
/** Hints that a line above is better asked for the host they miss. */
const aboutHosts: readonly LogHintKind[] = ['unknown-host', 'connection-refused', 'connection-timeout'];

/**
 * What the last lines of a log say went wrong; undefined where nothing is recognised. The newest line that says something counts, and a
 * host that it does not name is taken from the newest line before it that says whom it connects to.
 */
export function logHint(lines: readonly string[]): LogHint | undefined {
  const tail = lines.slice(-depth).map((line) => line.trim());
  for (let index = tail.length - 1; index >= 0; index--) {
    const line = tail[index] ?? '';
    const hint = ordinary.test(line) ? undefined : hintOf(line);
    if (!hint) continue;
    if (hint.name !== undefined || !aboutHosts.includes(hint.kind)) return hint;
    return { ...hint, ...connectingTo(tail.slice(0, index + 1)) };
  }
  return undefined;
}

function hintOf(line: string): LogHint | undefined {
  for (const { kind, texts } of patterns) {
    for (const pattern of texts) {
      const match = pattern.exec(line);
      if (!match) continue;
      const { name, port } = match.groups ?? {};
      return { kind, line, ...(name ? { name } : {}), ...(port ? { port: Number(port) } : {}) };
    }
  }
  return undefined;
}

function connectingTo(lines: readonly string[]): { name?: string; port?: number } {
  for (const line of [...lines].reverse()) {
    const match =
      /(?:connect\w*|dial\w*|reach\w*|wait\w*)[^\n]*?[ @/"'(](?<name>[a-zA-Z][\w.-]*):(?<port>\d{2,5})\b/i.exec(line);
    if (match?.groups?.['name']) return { name: match.groups['name'], port: Number(match.groups['port']) };
  }
  return {};
}
