import { baseName, type ShellCommand } from './shell-command.ts';

/** A program that asks somebody else over the network, as a command line of a probe or hook uses it. */
export interface ClientCall {
  readonly tool: string;
  /** The host it asks; missing where it asks its own machine by default. */
  readonly host?: string;
  readonly port?: number;
  /** By HTTP or HTTPS. */
  readonly web: boolean;
  /** It asks its own machine. */
  readonly local: boolean;
  /** It waits until it is answered, by its own options. */
  readonly retries: boolean;
}

/** Clients that ask their own machine unless they are told a host, and their usual ports. */
const clients: Readonly<Record<string, number>> = {
  'redis-cli': 6379,
  'valkey-cli': 6379,
  psql: 5432,
  pg_isready: 5432,
  mysql: 3306,
  mysqladmin: 3306,
  mariadb: 3306,
  'mariadb-admin': 3306,
  mongo: 27017,
  mongosh: 27017,
  rabbitmqctl: 5672,
  'rabbitmq-diagnostics': 5672,
  rabbitmqadmin: 15672,
  nodetool: 7199,
  cqlsh: 9042,
  etcdctl: 2379,
  'kafka-topics.sh': 9092,
  'kafka-broker-api-versions.sh': 9092,
  'clickhouse-client': 9000,
  vault: 8200,
  consul: 8500,
};

/** `localhost`, loopback addresses, the pod's own name or address as its environment gives it. */
export function isOwnHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    /^(?:localhost|::1?|0\.0\.0\.0|127\.[\d.]+|\$\(hostname.*\)|`hostname.*`|\$hostname|\$\{?hostname\}?)$/.test(
      bare,
    ) ||
    /^\$[({]?(?:my_|k8s_|kubernetes_)?(?:pod|host|own|listen|bind)_?(?:ip|name|host|address|addr)s?[)}]?/.test(bare)
  );
}

/** Nobody writes longer commands to ask something. */
const mostWords = 200;

/** Reads one command; undefined where it asks nobody that is known. */
export function clientCallOf({ words: [first = '', ...options] }: ShellCommand): ClientCall | undefined {
  if (options.length > mostWords) return undefined;
  const tool = baseName(first);
  const text = options.join(' ');
  if (tool === 'timeout' || tool === 'exec') {
    const rest = options.slice(options.findIndex((word) => !/^(?:-\S*|[\d.]+[smh]?)$/.test(word)));
    return clientCallOf(plain(rest));
  }
  if (tool === 'curl' || tool === 'wget' || tool === 'http') return webCall(tool, options);
  if (/^(?:nc|ncat|netcat|telnet)$/.test(tool)) {
    const [host, port] = options.filter((word) => !/^-/.test(word)).slice(-2);
    if (!host || !port || !/^\d+$/.test(port)) return undefined;
    return call(tool, { host, port: Number(port), web: false, retries: false });
  }
  if (tool === 'grpc_health_probe' || tool === 'grpc-health-probe') {
    const [, host, port] = /-addr[= ]([^:\s]*):(\d+)/.exec(text) ?? [];
    return call(tool, {
      host: host || 'localhost',
      ...(port ? { port: Number(port) } : {}),
      web: false,
      retries: false,
    });
  }
  const usual = clients[tool];
  return usual === undefined ? undefined : clientOf(tool, text, usual);
}

function clientOf(tool: string, text: string, usual: number): ClientCall {
  const host =
    /(?:^|\s)(?:-h|--host|--hostname|-H|--bootstrap-server|--endpoints|-address|-http-addr)[ =]?(?:https?:\/\/)?(?!-)([^\s:,]+)/.exec(
      text,
    )?.[1] ?? /:\/\/(?:[^@\s/]*@)?([^\s:/?,]+)/.exec(text)?.[1];
  const port = /(?:^|\s)(?:-p|-P|--port)[ =]?(\d{2,5})\b/.exec(text)?.[1];
  // A socket, or a password after -p, is no host.
  const named = host !== undefined && !host.startsWith('/') ? host : undefined;
  return call(tool, {
    ...(named === undefined ? {} : { host: named }),
    port: port === undefined ? usual : Number(port),
    web: false,
    retries: false,
  });
}

function webCall(tool: string, options: readonly string[]): ClientCall | undefined {
  const url =
    options.find((word) => /^https?:\/\//.test(word)) ??
    options.find((word) => /^(?:localhost|127\.0\.0\.1|\[::1\]|:\d+|[\w.-]+:\d+)(?:\/|$|:)/.test(word));
  if (url === undefined) return undefined;
  const [, scheme, host, port] =
    /^(?:(https?):\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|\$[({][^)}]*[)}]|[^:/?#]*)(?::(\d+))?/.exec(url) ?? [];
  const retries = options.some(
    (word) => /^--retry/.test(word) || /^--tries=(?!1$)/.test(word) || /^--waitretry/.test(word),
  );
  const number = port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);
  return call(tool, { host: host || 'localhost', port: number, web: true, retries });
}

function call(tool: string, rest: { host?: string; port?: number; web: boolean; retries: boolean }): ClientCall {
  return { tool, ...rest, local: rest.host === undefined || isOwnHost(rest.host) };
}

function plain(words: readonly string[]): ShellCommand {
  return { words, start: 0, then: '', nested: false, loops: false, assigns: false };
}
