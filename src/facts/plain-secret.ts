import type { EnvVar } from '../core/kubernetes.ts';
import { isSecretName } from './secret-names.ts';

/** What makes a literal value a secret: the name of its variable, a password within a URL, or what it is itself. */
export type PlainSecret = 'name' | 'url' | 'key';

const own =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^(?:gh[pousr]_\w{20,}|glpat-[\w-]{15,}|xox[abpr]-[\w-]{10,}|sk_live_\w{10,})/;
const inUrl = /^[a-z][\w+.-]*:\/\/[^\s/:@]*:([^\s@/]+)@/i;
/** Filled in by something else: the kubelet, a template, a webhook that fetches it. */
const filledIn =
  /\$\(|\$\{|\{\{|^<.*>$|^%.*%$|^ENC\[|^(?:vault|ref|arn|awssm|aws-sm|ssm|gcpsm|sm|azurekeyvault|akv|op|secret|berglas|keyvault|sops|k8s|file|env)[:+]/i;
const noSecret =
  /^(?:true|false|yes|no|on|off|none|null|enabled?|disabled?|required|optional|default)$|^\d{1,3}(?:ms|s|m|h|d)?$/i;
const path = /^\.{0,2}(?:\/[\w.@-]+)+\/?$/;
const plainUrl = /^[a-z][\w+.-]*:\/\/[^@]*$/i;
/** The name of a Secret rather than a secret. */
const objectName =
  /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*[-.]?(?:secrets?|creds?|credentials?|tls|certs?|keys?|tokens?|auth)(?:[-.][a-z0-9]+)*$/;

/** Of an object of Kubernetes. */
const longestName = 253;

/** Why a variable holds a secret in clear text; undefined where nothing speaks for it. The value goes no further. */
export function plainSecret({ name = '', value }: Partial<EnvVar>): PlainSecret | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  if (own.test(value)) return 'key';
  const password = inUrl.exec(value)?.[1];
  if (password !== undefined) return filledIn.test(password) || /^[*x]+$/i.test(password) ? undefined : 'url';
  if (!isSecretName(name) || /^(?:OLD)?PWD$/.test(name)) return undefined;
  if ([filledIn, noSecret, path, plainUrl].some((pattern) => pattern.test(value.trim()))) return undefined;
  const names = value.length <= longestName && /(?:secret|credentials?)$/i.test(name) && objectName.test(value);
  return names ? undefined : 'name';
}
