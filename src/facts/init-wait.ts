import type { ContainerFacts, LogTail } from '../core/evidence.ts';
import type { Service } from '../core/kubernetes.ts';
import { listenersIn } from './listening.ts';

/** What an init container that does not end is about. */
export interface InitWait {
  /** `waits`: it asks for something again and again; `serves`: it is a program that never ends by itself; `works`: nothing speaks for either. */
  readonly kind: 'waits' | 'serves' | 'works';
  /** The host that it waits for, and its port. */
  readonly host?: string;
  readonly port?: number;
  /** The line of the log or the command that says so. */
  readonly because?: string;
}

const waiting =
  /\b(wait(ing|s)?|retry(ing)?|trying again|not (yet )?(ready|available|reachable|up)|unavailable|unreachable|refused|timed? ?out|could ?n['o]t (connect|resolve)|can(no|')t (connect|resolve|reach|find)|bad address|no such host|name or service not known|nxdomain|still|sleeping|attempt \d+)\b/i;
const loop =
  /\b(until|while)\b[\s\S]*\b(sleep|wait)\b|wait-?for|wait4|dockerize\s[\s\S]*-wait|kubectl\s+(wait|rollout status)\b/i;
const endless = /\bsleep\s+(infinity|inf)\b|\btail\s+-[fF]\b|while\s+(true|:|\[ 1 \])\s*;|while\s+true\b/i;
const hostWithPort = /(?:^|[\s/@"'(=])((?=[a-z0-9.-]*[a-z])[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?):(\d{2,5})\b/i;
/** `nc -z rabbitmq 5672`, `telnet db 5432`, `pg_isready -h db`, `nslookup db`, `mysqladmin ping -h db`. */
const tools: readonly RegExp[] = [
  /\b(?:nc|ncat|netcat|telnet)\s+(?:-\S+\s+(?:\d+\s+)?)*([a-z][a-z0-9.-]*)\s+(\d{2,5})\b/i,
  /\b(?:nslookup|host|dig|getent hosts|ping)\s+(?:-\S+\s+(?:\d+\s+)?)*([a-z][a-z0-9.-]*)/i,
  /\s(?:-h|--host)[ =]([a-z][a-z0-9.-]*)/i,
  /https?:\/\/([a-z][a-z0-9.-]*)(?::(\d{2,5}))?/i,
  /\/dev\/tcp\/([a-z][a-z0-9.-]*)\/(\d{2,5})/i,
];
const noHost =
  /^(localhost|until|while|sleep|true|dev|null|http|https|tcp|info|warn|error|debug|time|level|msg|line|sh)$/i;

/** Reads the log and the command of a running init container. Prose and shell are guessed at, so what follows is likely at most. */
export function initWaitOf(container: ContainerFacts, logs: readonly LogTail[] | undefined): InitWait {
  const lines = (logs ?? [])
    .filter((log) => log.container === container.name && !log.previous)
    .flatMap((log) => log.lines)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const command = [...(container.spec.command ?? []), ...(container.spec.args ?? [])].join(' ');
  const said = lines.filter((line) => waiting.test(line)).at(-1);
  const repeats = lines.length >= 3 && new Set(lines.slice(-6).map((line) => line.replace(/\d+/g, '0'))).size <= 2;
  if (loop.test(command) || said !== undefined || (repeats && waiting.test(lines.at(-1) ?? ''))) {
    const because = lines.filter((line) => waiting.test(line) && hostIn(line)).at(-1) ?? said ?? command;
    return { kind: 'waits', ...(hostIn(because) ?? hostIn(command) ?? {}), ...(because ? { because } : {}) };
  }
  const listener = listenersIn(lines)[0];
  if (listener) return { kind: 'serves', because: listener.line };
  if (endless.test(command)) return { kind: 'serves', because: command };
  const [port] = container.spec.ports ?? [];
  if (port) return { kind: 'serves', because: `it declares port ${port.containerPort}` };
  return { kind: 'works' };
}

function hostIn(text: string): { host: string; port?: number } | undefined {
  for (const pattern of [...tools.slice(0, 1), hostWithPort, ...tools.slice(1)]) {
    const [, host, port] = pattern.exec(text) ?? [];
    if (host && !noHost.test(host)) return { host, ...(port ? { port: Number(port) } : {}) };
  }
  const named =
    /\b(?:wait(?:ing)? (?:for|on|until)|connect(?:ing)? to|reach|resolve)\s+(?:the\s+)?["'`]?([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)/i.exec(
      text,
    )?.[1];
  return named && /[-.]|\d/.test(named) ? { host: named } : undefined;
}

/**
 * The Service of the pod's own namespace that a host name means: `rabbitmq`, `rabbitmq.shop`, `rabbitmq.shop.svc.cluster.local`. `elsewhere` for a name that
 * leads out of the namespace; `missing` where the namespace has no such Service; `unknown` where the Services were not listed.
 */
export function serviceNamed(
  host: string,
  namespace: string,
  services: readonly Service[] | undefined,
): Service | 'missing' | 'elsewhere' | 'unknown' {
  const [name = '', space, ...rest] = host.toLowerCase().replace(/\.$/, '').split('.');
  const local = space === undefined || (space === namespace && (rest.length === 0 || rest[0] === 'svc'));
  if (!local) return 'elsewhere';
  if (!services) return 'unknown';
  return services.find((service) => service.metadata?.name === name) ?? 'missing';
}
