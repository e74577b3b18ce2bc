import { join } from 'node:path';
import { KnownError } from '../core/errors.ts';
import { optional, pemField, readPath } from './entry-values.ts';
import type { KubeFlags } from './flags.ts';
import { isRecord, pathField, textField, type Entry } from './kubeconfig-file.ts';
import { oneLine, type Outside } from './outside.ts';
import type { ExecConfig, Impersonation, UserConfig } from './resolved-config.ts';

/** The user of an entry, if there is one, with the flags laid over it. */
export async function userConfig(
  entry: Entry | undefined,
  name: string,
  flags: KubeFlags,
  outside: Outside,
): Promise<UserConfig> {
  const fields = entry?.fields ?? {};
  const flagCertificate = flags.clientCertificate;
  const clientCertificate = flagCertificate
    ? await readPath(flagCertificate, 'client-certificate', outside)
    : await pemField(entry, 'client-certificate', outside);
  const clientKey = flags.clientKey
    ? await readPath(flags.clientKey, 'client-key', outside)
    : await pemField(entry, 'client-key', outside);
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    const missing = clientCertificate ? 'client-key' : 'client-certificate';
    throw new KnownError(`the user "${oneLine(name)}" has no ${missing}: a client certificate and its key go together`);
  }
  const tokenFile = flags.token === undefined && entry ? pathField(entry, 'tokenFile') : undefined;
  return {
    name,
    ...optional('token', flags.token ?? textField(fields, 'token')),
    ...optional('tokenFile', tokenFile),
    ...optional('username', textField(fields, 'username')),
    ...optional('password', textField(fields, 'password')),
    ...optional('clientCertificate', clientCertificate),
    ...optional('clientKey', clientKey),
    ...optional('exec', entry ? execOf(entry, name) : undefined),
    ...optional('authProvider', authProviderOf(fields['auth-provider'])),
    ...optional('impersonate', impersonationOf(fields, flags)),
  };
}

function execOf({ fields, folder }: Entry, user: string): ExecConfig | undefined {
  const exec = fields['exec'];
  if (!isRecord(exec)) return undefined;
  const command = textField(exec, 'command');
  if (!command) throw new KnownError(`the exec plugin of the user "${oneLine(user)}" names no command`);
  const isRelativePath = /[/\\]/.test(command) && !/^([/\\]|[A-Za-z]:)/.test(command);
  const variables = Array.isArray(exec['env']) ? exec['env'].filter(isRecord) : [];
  return {
    apiVersion: textField(exec, 'apiVersion') ?? '',
    command: isRelativePath ? join(folder, command) : command,
    args: Array.isArray(exec['args']) ? exec['args'].map(String) : [],
    env: Object.fromEntries(variables.map((one) => [String(one['name']), String(one['value'] ?? '')])),
    ...optional('installHint', textField(exec, 'installHint')),
    provideClusterInfo: exec['provideClusterInfo'] === true,
    interactiveMode: textField(exec, 'interactiveMode') ?? 'IfAvailable',
  };
}

function authProviderOf(value: unknown): UserConfig['authProvider'] {
  if (!isRecord(value)) return undefined;
  const config = value['config'];
  return { name: textField(value, 'name') ?? '', config: isRecord(config) ? config : {} };
}

function impersonationOf(fields: Entry['fields'], flags: KubeFlags): Impersonation | undefined {
  const user = flags.as ?? textField(fields, 'as');
  const uid = flags.asUid ?? textField(fields, 'as-uid');
  const groups = flags.asGroup ?? (Array.isArray(fields['as-groups']) ? fields['as-groups'].map(String) : []);
  const extra = flags.asUserExtra ? flags.asUserExtra.map(extraOfFlag) : extraOfField(fields['as-user-extra']);
  if (user !== undefined) return { user, ...optional('uid', uid), groups, extra };
  if (uid === undefined && groups.length === 0 && extra.length === 0) return undefined;
  throw new KnownError('uid, groups and extra of somebody can only be impersonated together with a user', 'add --as');
}

function extraOfFlag(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new KnownError(`invalid --as-user-extra "${oneLine(text)}"`, 'give it as key=value');
}

function extraOfField(value: unknown): [string, string][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, values]) =>
    (Array.isArray(values) ? values : []).map((one): [string, string] => [key, String(one)]),
  );
}
