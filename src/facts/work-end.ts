import type { ContainerSpec } from '../core/evidence.ts';
import { baseName, commandsIn, scriptIn, type ShellCommand } from './shell-command.ts';

/** Whether the work of a container ends by itself, as far as its command or its image tells. */
export interface WorkEnd {
  readonly end: 'never' | 'soon' | 'unknown';
  /** The words that tell: `sleep infinity`, `the image envoyproxy/envoy`; empty where nothing does. */
  readonly because: string;
  /** Read from the command itself rather than from the name of a program or image. */
  readonly certain: boolean;
}

const unknown: WorkEnd = { end: 'unknown', because: '', certain: false };

/** Programs that serve until they are stopped. */
const servers = new Set(
  (
    'nginx httpd apache2 apache2-foreground httpd-foreground redis-server valkey-server postgres mysqld mariadbd mongod mongos memcached envoy haproxy ' +
    'traefik caddy cloud_sql_proxy cloud-sql-proxy alloydb-auth-proxy pilot-agent linkerd2-proxy daprd fluentd fluent-bit filebeat promtail vector telegraf ' +
    'prometheus grafana-server node_exporter statsd_exporter pushgateway otelcol otelcol-contrib dnsmasq coredns gunicorn uvicorn hypercorn uwsgi sshd supervisord ' +
    'rabbitmq-server etcd nats-server php-fpm http-server oauth2-proxy varnishd squid vsftpd named toxiproxy-server'
  ).split(' '),
);

/** Images whose own entrypoint is such a program. */
const serverImages =
  /(?:^|\/)(?:nginx|nginx-unprivileged|httpd|redis|valkey|postgres|postgresql|mysql|mariadb|mongo|mongodb|memcached|envoy|haproxy|traefik|caddy|cloud-sql-proxy|gce-proxy|cloudsql-proxy|proxyv2|fluentd|fluent-bit|filebeat|promtail|vector|telegraf|prometheus|grafana|node-exporter|statsd-exporter|pushgateway|opentelemetry-collector(?:-contrib)?|dnsmasq|coredns|rabbitmq|etcd|nats|oauth2-proxy|squid|registry|pause)(?:[:@]|$)/;

/** Of these, what stands in args is never a program. */
const takesOperands = /(?:^|\/)(?:cloud-sql-proxy|gce-proxy|cloudsql-proxy|registry)(?:[:@]|$)/;

/** Programs that are done as soon as they have printed or moved something. */
const quick = new Set(
  (
    'echo printf true false ls date env id whoami pwd cat mkdir cp mv rm ln chmod chown touch sed awk grep cut head sort uniq wc tr test [ [[ hostname uname exit return set export ' +
    'unset cd umask : sleep seq basename dirname tar gzip gunzip base64 sha256sum envsubst df du printenv'
  ).split(' '),
);

/** Options with which a server only looks at itself, or stops when others are done. */
const notServing =
  /^(?:-t|-T|-v|-V|-h|-s|--version|--help|version|help|--?exit-after-auth|--?quitquitquit|--?exit-zero-on-sigterm|--?configtest|--?test|configtest|--?dry-run|--initialize|check|validate)(?:=|$)/;

/**
 * Reads the command of a container, else the name of its image. A script ends when its commands end: one that never does, in the foreground, keeps it. What
 * is not known is unknown, not a server.
 */
export function workEndOf({ spec }: ContainerSpec): WorkEnd {
  const words = [...(spec.command ?? []), ...(spec.args ?? [])];
  const plain = (spec.command ?? []).length > 0 || startsProgram(words[0]);
  if (plain) return workEndOfCommand(words);
  const image = (spec.image ?? '').toLowerCase();
  if (!serverImages.test(image) || words.some((word) => notServing.test(word))) return unknown;
  // The entrypoints of most images run another program where args name one: `redis` with `redis-cli ping`.
  const named = words[0] !== undefined && !words[0].startsWith('-') && !takesOperands.test(image);
  if (named && words[0] !== 'proxy') return unknown;
  return { end: 'never', because: `the image ${spec.image}`, certain: false };
}

/** `args` alone are read as a command only where they plainly are one: an image with a shell as its entrypoint, or none. */
function startsProgram(word: string | undefined): boolean {
  const name = baseName(word ?? '');
  return servers.has(name) || /^(?:sh|bash|ash|sleep|tail)$/.test(name);
}

/** Whether a command is done as soon as it has printed or moved something. */
export function isQuick({ words: [program = ''] }: ShellCommand): boolean {
  return quick.has(baseName(program));
}

export function workEndOfCommand(words: readonly string[]): WorkEnd {
  const script = scriptIn(words);
  const loop = script ? endlessLoop(script.text) : undefined;
  if (loop !== undefined) return { end: 'never', because: loop, certain: true };
  const commands = commandsIn(words);
  if (!commands || commands.length === 0) return unknown;
  for (const [index, command] of commands.entries()) {
    // What stands behind || runs only when something fails.
    const runs = !command.nested && command.then !== '&' && commands[index - 1]?.then !== '||';
    const found = runs ? neverEnds(command) : undefined;
    if (found) return found;
  }
  return commands.every(isQuick)
    ? { end: 'soon', because: commands[0]?.words.join(' ') ?? '', certain: true }
    : unknown;
}

/** Nobody writes longer commands to start a server. */
const mostWords = 500;

function neverEnds({ words }: ShellCommand): WorkEnd | undefined {
  if (words.length > mostWords) return undefined;
  const [first = '', ...others] = words;
  const [next = ''] = others;
  // What stands behind these is what runs.
  if (/^(?:exec|nohup|command|tini|dumb-init|catatonit|su-exec|gosu|setpriv|env)$/.test(baseName(first))) {
    const rest = others.slice(others.findIndex((word) => !/^-|^\w+=|^--$/.test(word)));
    return neverEnds({ ...plainCommand, words: rest });
  }
  const program = baseName(first);
  const text = words.join(' ');
  if (program === 'sleep' && /^(?:infinity|inf|\d{7,}s?|\d{4,}d)$/.test(next)) {
    return { end: 'never', because: text, certain: true };
  }
  if (program === 'tail' && others.some((word) => /^(?:-\w*[fF]|--follow|--retry)/.test(word))) {
    return others.some((word) => word.startsWith('--pid')) ? undefined : { end: 'never', because: text, certain: true };
  }
  const serves =
    servers.has(program) ||
    /^python[\d.]* -m http\.server/.test(text.slice(text.lastIndexOf('/', first.length) + 1)) ||
    (program === 'kubectl' && /^(?:proxy|port-forward)$/.test(next)) ||
    (/^(?:vault|consul)$/.test(program) && /^(?:agent|server)$/.test(next)) ||
    (program === 'minio' && next === 'server');
  if (!serves || others.some((word) => notServing.test(word))) return undefined;
  return { end: 'never', because: text, certain: false };
}

const plainCommand: ShellCommand = { words: [], start: 0, then: '', nested: false, loops: false, assigns: false };

/** `while true; do …`: a loop without a way out. */
function endlessLoop(script: string): string | undefined {
  const [loop] =
    /\b(?:while\s+(?:true|:|\[\[?\s*(?:1|true)\s*\]\]?|sleep\s+\S+)|until\s+false|for\s*\(\(\s*;\s*;\s*\)\))\s*(?:;|\n)\s*do\b/.exec(
      script,
    ) ?? [];
  if (loop === undefined || /\b(?:break|exit|return|kill)\b|done\s*&(?!&)/.test(script)) return undefined;
  return loop.replace(/\s+/g, ' ');
}
