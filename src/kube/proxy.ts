import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a server: `proxy-url` of its cluster, else what HTTPS_PROXY or HTTP_PROXY and NO_PROXY come to, read as Go reads
 * them. Undefined: it is reached directly.
 */
export function proxyFor(server: string, proxyUrl: string | undefined, env: Environment): string | undefined {
  if (proxyUrl !== undefined) return normalized(proxyUrl);
  const { protocol, hostname, port } = new URL(server);
  const variable = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[variable] || env[variable.toLowerCase()];
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '');
  const noProxy = env['NO_PROXY'] || env['no_proxy'] || '';
  return isLocal(host) || isExcepted(noProxy, host, port || (protocol === 'https:' ? '443' : '80'))
    ? undefined
    : normalized(proxy);
}

/** Go takes `host:port` for an HTTP proxy and lets a SOCKS proxy look names up; the agents spell the latter `socks5h`. */
function normalized(proxy: string): string {
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  return url.replace(/^socks5:/i, 'socks5h:');
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Whether NO_PROXY names a host: `*`, an address, a CIDR, `example.com` (and all below it), `.example.com` (only below), each with a port or not. */
function isExcepted(noProxy: string, host: string, port: string): boolean {
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host.toLowerCase(), port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [network = '', prefix] = entry.split('/');
  if (prefix !== undefined) return inNetwork(network, Number(prefix), host);
  const { name, port: wantedPort } = splitPort(entry);
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(name) > 0 || isIP(host) > 0) return name === host;
  const domain = name.replace(/^\*/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function splitPort(entry: string): { name: string; port?: string } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(entry);
  const match = bracketed ?? (isIP(entry) === 6 ? null : /^(.+):(\d+)$/.exec(entry));
  const [, name = entry, port] = match ?? [];
  return { name, ...(port === undefined ? {} : { port }) };
}

function inNetwork(network: string, prefix: number, host: string): boolean {
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !(prefix >= 0 && prefix <= (family === 4 ? 32 : 128))) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, prefix, type);
  return list.check(host, type);
}
