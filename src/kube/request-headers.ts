import type { Credential } from './credentials.ts';
import type { Impersonation } from './resolved-config.ts';

export type Headers = Record<string, string | string[]>;

/** `Authorization` and `Impersonate-*` as the API server reads them. */
export function identityHeaders({ token, basic }: Credential, impersonate: Impersonation | undefined): Headers {
  const headers: Headers = {};
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  else if (basic) {
    headers['Authorization'] = `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
  }
  if (!impersonate) return headers;
  headers['Impersonate-User'] = headerValue(impersonate.user);
  if (impersonate.uid !== undefined) headers['Impersonate-Uid'] = headerValue(impersonate.uid);
  if (impersonate.groups.length > 0) headers['Impersonate-Group'] = impersonate.groups.map(headerValue);
  for (const [key, value] of impersonate.extra) {
    const name = `Impersonate-Extra-${headerName(key)}`;
    headers[name] = [...(headers[name] ?? []), headerValue(value)];
  }
  return headers;
}

const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie']);

/** The headers without what would let a reader of a log in. */
export function withoutSecrets<T extends object>(headers: T): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? '***' : value]),
  );
}

/** UTF-8 in the bytes of a header. */
function headerValue(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** What may not stand in the name of a header is percent-encoded, as client-go does. */
function headerName(key: string): string {
  return [...Buffer.from(key.toLowerCase(), 'utf8')]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[a-z0-9!#$&'*+.^_`|~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
