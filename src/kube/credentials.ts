import { messageOf, oneLine, type Outside } from './outside.ts';
import { KnownError } from '../core/errors.ts';
import { ExecCredentials } from './exec-credential.ts';
import { oidcToken } from './oidc.ts';
import type { ResolvedConfig } from './resolved-config.ts';

/** What a request proves its sender with. */
export interface Credential {
  readonly token?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  /** PEM, both or none. */
  readonly clientCertificate?: Buffer;
  readonly clientKey?: Buffer;
}

/** Where credentials come from. */
export interface CredentialSource {
  current(): Promise<Credential>;
  /** The server refused this one: gets another if there can be one. False where the same would come again. */
  renew(refused: Credential): Promise<boolean>;
}

/** A token file is read again after this long: tokens of ServiceAccounts are replaced under way. */
const tokenFileMilliseconds = 60_000;

/** The source that kubectl would use: what is given as it is comes before what a command would have to get. */
export function credentialSource(config: ResolvedConfig, outside: Outside): CredentialSource {
  const { user, cluster } = config;
  // Nothing secret goes over a connection that anybody can read.
  if (cluster.server.startsWith('http:')) return fixed({});
  const { token, username, password, clientCertificate, clientKey, tokenFile } = user;
  const certificate = clientCertificate && clientKey ? { clientCertificate, clientKey } : {};
  if (tokenFile !== undefined) return new TokenFile(tokenFile, certificate, outside);
  if (token !== undefined) return fixed({ ...certificate, token });
  if (username !== undefined) return fixed({ ...certificate, basic: { username, password: password ?? '' } });
  if (clientCertificate) return fixed(certificate);
  if (user.exec) return new ExecCredentials(user.exec, user.name, cluster, outside);
  if (user.authProvider) return fixed({ token: oidcToken(user.authProvider, user.name, outside.now()) });
  return fixed({});
}

function fixed(credential: Credential): CredentialSource {
  return { current: async () => credential, renew: async () => false };
}

class TokenFile implements CredentialSource {
  readonly #path: string;
  readonly #certificate: Credential;
  readonly #outside: Outside;
  #read: { readonly credential: Credential; readonly at: number } | undefined;

  constructor(path: string, certificate: Credential, outside: Outside) {
    this.#path = path;
    this.#certificate = certificate;
    this.#outside = outside;
  }

  async current(): Promise<Credential> {
    const now = this.#outside.now();
    if (!this.#read || now - this.#read.at > tokenFileMilliseconds) await this.#load(now);
    return this.#read?.credential ?? {};
  }

  async renew(refused: Credential): Promise<boolean> {
    await this.#load(this.#outside.now());
    return this.#read?.credential.token !== refused.token;
  }

  async #load(at: number): Promise<void> {
    try {
      const token = (await this.#outside.readFile(this.#path)).toString('utf8').trim();
      if (token === '') throw new Error('it is empty');
      this.#read = { credential: { ...this.#certificate, token }, at };
    } catch (error) {
      // One that was read before stays good while the file is being replaced.
      if (!this.#read) {
        throw new KnownError(`the token file ${this.#path} cannot be used: ${oneLine(messageOf(error))}`);
      }
    }
  }
}
