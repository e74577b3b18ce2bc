import type { ContainerSpec } from '../core/evidence.ts';
import { clientCallOf } from './client-call.ts';
import { hintsAtPort } from './services.ts';
import { commandsIn } from './shell-command.ts';

/** A place where a container speaks of a port of its own pod as of somebody else's: `localhost:5432`. */
export interface LocalCall {
  readonly port: number;
  /** Field path. */
  readonly path: string;
  /** The variable that says so; missing where the command line does. */
  readonly variable?: string;
}

const address = /(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|\s+(?:-\S+\s+)*)(\d{2,5})(?![\w.])/gi;
/** What stands before an address that is listened on rather than asked. */
const listens = /(?:listen|bind|serve|-l|addr(?:ess)?|host|--ip)[\w.-]*[=:\s"']*(?:\w+:\/\/)?$/i;

/** The ports of its own pod that a container asks, by its command line first. An address that it listens on is none. */
export function localCalls({ spec, path }: ContainerSpec): LocalCall[] {
  const words = [...(spec.command ?? []), ...(spec.args ?? [])];
  const text = words.join(' ');
  const at = `${path}.${(spec.args ?? []).some((word) => /localhost|127\.0\.0\.1|::1/i.test(word)) || !spec.command ? 'args' : 'command'}`;
  const ports = new Set<number>();
  for (const match of text.matchAll(address)) {
    if (!listens.test(text.slice(Math.max(0, match.index - 60), match.index))) ports.add(Number(match[1]));
  }
  for (const command of commandsIn(words) ?? []) {
    const call = clientCallOf(command);
    if (call?.local && call.host !== undefined && call.port !== undefined) ports.add(call.port);
  }
  const variables = (spec.env ?? []).flatMap(({ name, value = '' }, index) => {
    if (/listen|bind|serve/i.test(name)) return [];
    const found = [...value.matchAll(address)].map(([, port]) => Number(port));
    return [...found, ...pairedPort(spec.env ?? [], name, value)].map((port) => ({
      port,
      path: `${path}.env[${index}]`,
      variable: name,
    }));
  });
  return [...[...ports].map((port) => ({ port, path: at })), ...variables];
}

/** `DB_HOST=127.0.0.1` and `DB_PORT=5432`. */
function pairedPort(env: readonly { name: string; value?: string }[], name: string, value: string): number[] {
  if (!/^(localhost|127\.0\.0\.1|::1)$/.test(value) || !/HOST(NAME)?$|ADDR(ESS)?$|SERVER$/i.test(name)) return [];
  const port = env.find((one) => one.name === name.replace(/(HOST(NAME)?|ADDR(ESS)?|SERVER)$/i, 'PORT'))?.value;
  return port !== undefined && /^\d{2,5}$/.test(port) ? [Number(port)] : [];
}

const databaseProxy = /(?:cloud-sql-proxy|gce-proxy|cloudsql-proxy|alloydb-auth-proxy)(?:[:@]|$)/;
export const databasePorts: ReadonlySet<number> = new Set([
  1433, 1521, 3306, 5432, 5433, 5672, 6379, 6432, 9042, 9092, 27017,
]);

/** Whether a container serves a port: it declares or probes it, or its arguments speak of it. */
export function servesPort(container: ContainerSpec, port: number): 'declared' | 'hinted' | undefined {
  const { spec } = container;
  const probed = [spec.readinessProbe, spec.livenessProbe, spec.startupProbe].some(
    (probe) => (probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port) === port,
  );
  if (probed || spec.ports?.some(({ containerPort }) => containerPort === port)) return 'declared';
  if (localCalls(container).some((call) => call.port === port)) return undefined;
  if (hintsAtPort(container, port)) return 'hinted';
  return databaseProxy.test(spec.image ?? '') && databasePorts.has(port) ? 'hinted' : undefined;
}
