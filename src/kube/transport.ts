import http, { type Agent } from 'node:http';
import { KnownError } from '../core/errors.ts';
import { maskSecrets } from '../facts/secret-like.ts';
import { checkAuthority, openAgent } from './connection.ts';
import type { Credential, CredentialSource } from './credentials.ts';
import { httpGet, type Answer } from './http-get.ts';
import { codeOf, oneLine, type Outside } from './outside.ts';
import { proxyFor } from './proxy.ts';
import { identityHeaders, withoutSecrets, type Headers } from './request-headers.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { isUntrusted, transportError } from './transport-error.ts';

export interface TransportOptions {
  readonly config: ResolvedConfig;
  readonly credentials: CredentialSource;
  readonly outside: Outside;
  /** Milliseconds that one request may take, 0 for no limit; undefined: as long as something comes. */
  readonly timeout?: number | undefined;
  /** kubectl's `-v`: 6 logs requests, 7 their headers, 8 those of the answers, 9 the answers. */
  readonly verbosity?: number | undefined;
}

/** Answers that ask to come again are obeyed so often, and waited for no longer than this each. */
const mostRetries = 4;
const longestWaitSeconds = 10;

/** Sends GET requests to one API server, as one user, over connections that are kept open. */
export class Transport {
  /** Host and port of the server. */
  readonly host: string;
  readonly #options: TransportOptions;
  readonly #base: URL;
  #opened: { readonly certificate: Buffer | undefined; readonly agent: Promise<Agent> } | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#base = new URL(options.config.cluster.server);
    this.host = this.#base.host;
  }

  /**
   * One GET of a path below the server's address. A refused credential is renewed once, an answer that says when to come again is
   * waited for. Rejects with a TransportError where there is no whole answer.
   */
  async get(path: string, accept: string): Promise<Answer> {
    const { credentials, outside } = this.#options;
    let mayRenew = true;
    let retries = 0;
    for (;;) {
      const credential = await credentials.current();
      const answer = await this.#once(path, accept, credential);
      if (answer.status === 401 && mayRenew && (await credentials.renew(credential))) {
        mayRenew = false;
        continue;
      }
      const wait = retries < mostRetries ? secondsToWait(answer) : undefined;
      if (wait === undefined) return answer;
      retries++;
      await outside.sleep(wait * 1000);
    }
  }

  async #once(path: string, accept: string, credential: Credential): Promise<Answer> {
    const { config, outside, timeout } = this.#options;
    const agent = await this.#agent(credential);
    const headers: Headers = {
      Accept: accept,
      'User-Agent': `kubectl-podlife/${outside.version}`,
      ...(config.cluster.disableCompression ? {} : { 'Accept-Encoding': 'gzip' }),
      ...identityHeaders(credential, config.user.impersonate),
    };
    const fullPath = `${this.#base.pathname.replace(/\/+$/, '')}${path}`;
    this.#log(7, () => `Request headers: ${JSON.stringify(withoutSecrets(headers))}`);
    const started = outside.now();
    try {
      const answer = await httpGet(this.#base, fullPath, { headers, agent, timeout });
      this.#logAnswer(fullPath, answer, outside.now() - started);
      return answer;
    } catch (error) {
      if (codeOf(error) === 'ERR_INVALID_CHAR') {
        throw new KnownError('the token or the user to impersonate contains characters that no request can carry');
      }
      if (isUntrusted(error)) checkAuthority(config.cluster);
      const failure = transportError(error, this.host, hostOf(this.#proxy()));
      this.#log(6, () => `GET ${this.#base.origin}${fullPath} failed: ${failure.message}`);
      throw failure;
    }
  }

  /** The address of the proxy that the server is reached by. */
  #proxy(): string | undefined {
    const { config, outside } = this.#options;
    return proxyFor(config.cluster.server, config.cluster.proxyUrl, outside.env);
  }

  #agent(credential: Credential): Promise<Agent> {
    const { config, outside } = this.#options;
    const certificate = credential.clientCertificate;
    if (!this.#opened || this.#opened.certificate !== certificate) {
      this.#opened = { certificate, agent: openAgent(config.cluster, credential, this.#proxy(), outside) };
    }
    return this.#opened.agent;
  }

  #logAnswer(path: string, { status, headers, body }: Answer, milliseconds: number): void {
    this.#log(6, () => {
      const words = `${status} ${http.STATUS_CODES[status] ?? ''}`.trim();
      return `GET ${this.#base.origin}${path} ${words} in ${milliseconds} ms`;
    });
    this.#log(8, () => `Response headers: ${JSON.stringify(withoutSecrets(headers))}`);
    const secret = path.includes('/secrets');
    this.#log(9, () => `Response body: ${secret ? '(of a Secret)' : loggedBody(body)}`);
  }

  #log(level: number, text: () => string): void {
    const { verbosity = 0, outside } = this.#options;
    if (verbosity >= level) outside.stderr(`${oneLine(text())}\n`);
  }
}

/** Host and port of an address, without the name and password that it may hold. */
function hostOf(address: string | undefined): string | undefined {
  return address?.replace(/^.*\/\/(?:[^@/]*@)?|\/.*$/g, '');
}

/** The start of an answer on one line, without what only the pod is meant to know. */
function loggedBody(body: Buffer): string {
  const text = oneLine(body.toString('utf8', 0, 4096));
  return maskSecrets(text.replace(/("name":"(?:[^"\\]|\\.)*","value":")(?:[^"\\]|\\.)*/g, '$1***'));
}

/** Seconds after which an overloaded or restarting server wants to be asked again; undefined: it does not say so, or too long. */
function secondsToWait({ status, headers }: Answer): number | undefined {
  const text = headers['retry-after'] ?? '';
  if ((status !== 429 && status < 500) || !/^\d+$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds <= longestWaitSeconds ? seconds : undefined;
}
