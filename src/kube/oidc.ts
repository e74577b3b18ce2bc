import { KnownError } from '../core/errors.ts';
import { isRecord, textField } from './kubeconfig-file.ts';
import { oneLine } from './outside.ts';
import type { UserConfig } from './resolved-config.ts';

/** A token this close to its end, in seconds, is not worth sending. kubectl counts the same. */
const expiryLeeway = 10;

/**
 * The token of a legacy `auth-provider`. Only `oidc` is left of them. A token that has expired is not renewed here: using the refresh
 * token can make the one in the kubeconfig worthless, and podlife writes no kubeconfig. kubectl renews it and stores what it got.
 */
export function oidcToken(
  { name, config }: NonNullable<UserConfig['authProvider']>,
  user: string,
  now: number,
): string {
  if (name !== 'oidc') {
    throw new KnownError(
      `the user "${oneLine(user)}" uses the auth provider "${oneLine(name)}", which Kubernetes has removed`,
      'use the exec plugin of your cloud instead: gke-gcloud-auth-plugin, kubelogin or aws eks get-token',
    );
  }
  const token = textField(config, 'id-token');
  const expiry = token === undefined ? undefined : expiryOf(token);
  if (token !== undefined && (expiry === undefined || expiry * 1000 - now > expiryLeeway * 1000)) return token;
  throw new KnownError(
    `the OIDC token of the user "${oneLine(user)}" ${token === undefined ? 'is missing' : 'has expired'}`,
    textField(config, 'refresh-token')
      ? 'run `kubectl version` once: kubectl renews the token and stores it in the kubeconfig'
      : 'log in again: the kubeconfig has no refresh token either',
  );
}

/** `exp` of a JSON Web Token, seconds since the epoch. */
function expiryOf(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const expiry = isRecord(claims) ? claims['exp'] : undefined;
    return typeof expiry === 'number' ? expiry : undefined;
  } catch {
    return undefined;
  }
}
