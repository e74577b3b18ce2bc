import { KnownError } from '../core/errors.ts';
import type { KubeFlags } from '../kube/flags.ts';
import type { ParsedArgs } from './args.ts';

/** The connection flags as they were given; what was not given is missing. */
export function kubeFlagsOf({ strings, lists, booleans }: ParsedArgs): KubeFlags {
  const given: { -readonly [K in keyof KubeFlags]: KubeFlags[K] } = {};
  const set = (flag: string, store: (value: string) => void): void => {
    const value = strings.get(flag);
    if (value !== undefined) store(value);
  };
  set('kubeconfig', (value) => (given.kubeconfig = value));
  set('context', (value) => (given.context = value));
  set('cluster', (value) => (given.cluster = value));
  set('user', (value) => (given.user = value));
  set('namespace', (value) => (given.namespace = value));
  set('server', (value) => (given.server = value));
  set('token', (value) => (given.token = value));
  set('tls-server-name', (value) => (given.tlsServerName = value));
  set('certificate-authority', (value) => (given.certificateAuthority = value));
  set('client-certificate', (value) => (given.clientCertificate = value));
  set('client-key', (value) => (given.clientKey = value));
  set('as', (value) => (given.as = value));
  set('as-uid', (value) => (given.asUid = value));
  set('request-timeout', (value) => (given.requestTimeout = value));
  set('v', (value) => (given.verbosity = levelOf(value)));
  if (booleans.has('insecure-skip-tls-verify')) given.insecureSkipTlsVerify = true;
  if (booleans.has('disable-compression')) given.disableCompression = true;
  const groups = lists.get('as-group');
  if (groups) given.asGroup = groups;
  const extra = lists.get('as-user-extra');
  if (extra) given.asUserExtra = extra;
  return given;
}

function levelOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new KnownError(`-v cannot be "${text}"`, 'a number from 0 to 9');
  return Number(text);
}
