/** An address that a log line says the process listens on. */
export interface Listener {
  readonly port: number;
  /** It listens on the loopback address only, where nobody outside of the pod reaches it. */
  readonly loopback: boolean;
  /** The line that says so. */
  readonly line: string;
}

const saysListening =
  /\b(listening|listens?|serving|bound to|binding to|accepting|waiting for connections|started|running|ready|up) ?(on|at|for|to)?\b|\bports?\b/i;
const saysOtherwise =
  /\b(failed|fail|cannot|can't|unable|error|refused|in use|denied|retry\w*|connecting|connect(ed)? to|waiting for (?!connections)|dial|timed? ?out|unreachable|unavailable|upstream|attempt)\b/i;

/** `http://127.0.0.1:8080`, `0.0.0.0:80`, `[::]:3000`, `localhost:5000`, `:8080`. */
const address =
  /(?:^|[\s"'=(/,@])(\[[0-9a-f:.]*\]|localhost|\d{1,3}(?:\.\d{1,3}){3}|\*|::1?|)?:(\d{2,5})\b(?![.:-]?\d)/gi;
/** `port 8080`, `port(s): 8080 (http)`, `"port":27017`, `on 9090`. */
const plainPort = /(?:\bport(?:\(s\)|s)?["']?\s*[:=]?\s*|\b(?:on|at)\s+)(\d{2,5})\b(?![.:-]?\d)/gi;

/**
 * The ports that the lines of a log say the process listens on, each once, in order. Lines that tell of a failure or of a connection to somebody else are
 * left out. It reads prose, so what follows from it is likely at most. Empty where no line says so.
 */
export function listenersIn(lines: readonly string[]): Listener[] {
  const byPort = new Map<number, Listener>();
  for (const line of lines) {
    if (!saysListening.test(line) || saysOtherwise.test(line)) continue;
    for (const { port, loopback } of portsIn(line)) {
      const known = byPort.get(port);
      if (!known || (known.loopback && !loopback)) byPort.set(port, { port, loopback, line: line.trim() });
    }
  }
  return [...byPort.values()];
}

function portsIn(line: string): { port: number; loopback: boolean }[] {
  const withHost = [...line.matchAll(address)].map(([, host = '', port]) => ({
    port: Number(port),
    loopback: isLoopback(host),
  }));
  const plain = [...line.matchAll(plainPort)].map(([, port]) => ({ port: Number(port), loopback: saysLoopback(line) }));
  const found = withHost.length > 0 ? withHost : plain;
  return found.filter(({ port }) => port > 0 && port < 65536);
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127\./.test(bare);
}

function saysLoopback(line: string): boolean {
  return /\b(localhost|127\.0\.0\.1)\b|\[?::1\]?(?=\s|$)/.test(line) && !/0\.0\.0\.0|\[::\]/.test(line);
}
