import { KnownError } from '../core/errors.ts';
import { parseTime } from '../facts/time.ts';
import type { Credential, CredentialSource } from './credentials.ts';
import { optional } from './entry-values.ts';
import { isRecord, textField } from './kubeconfig-file.ts';
import { codeOf, isMissing, messageOf, oneLine, type CommandResult, type Outside } from './outside.ts';
import type { ClusterConfig, ExecConfig } from './resolved-config.ts';

const knownVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

interface Issued {
  readonly credential: Credential;
  /** Milliseconds since the epoch. */
  readonly expires?: number;
}

/**
 * Credentials of an exec plugin. It runs when the first request needs it, once for all that wait, and again only when its credential
 * has expired or the server has refused it.
 */
export class ExecCredentials implements CredentialSource {
  readonly #exec: ExecConfig;
  readonly #user: string;
  readonly #cluster: ClusterConfig;
  readonly #outside: Outside;
  #issued: Promise<Issued> | undefined;

  constructor(exec: ExecConfig, user: string, cluster: ClusterConfig, outside: Outside) {
    this.#exec = exec;
    this.#user = user;
    this.#cluster = cluster;
    this.#outside = outside;
  }

  async current(): Promise<Credential> {
    this.#issued ??= this.#run();
    const issuing = this.#issued;
    const { credential, expires } = await issuing;
    if (expires === undefined || expires > this.#outside.now()) return credential;
    if (this.#issued === issuing) this.#issued = this.#run();
    return (await this.#issued).credential;
  }

  async renew(refused: Credential): Promise<boolean> {
    const issuing = this.#issued;
    const current = await issuing;
    // Another request that was refused at the same time may have run it already.
    if (current?.credential === refused && this.#issued === issuing) this.#issued = this.#run();
    await this.#issued;
    return true;
  }

  async #run(): Promise<Issued> {
    const { command, args, apiVersion, interactiveMode, installHint } = this.#exec;
    const { env, runCommand } = this.#outside;
    const stdinIsTerminal = this.#outside.stdinIsTerminal();
    if (!knownVersions.includes(apiVersion)) throw this.#failure(`has the unknown apiVersion "${oneLine(apiVersion)}"`);
    if (interactiveMode === 'Always' && !stdinIsTerminal) {
      throw this.#failure('has to ask something, and the standard input is not a terminal');
    }
    const interactive = stdinIsTerminal && interactiveMode !== 'Never';
    const info = JSON.stringify(this.#info(interactive));
    let result: CommandResult;
    try {
      result = await runCommand(command, args, {
        env: { ...env, ...this.#exec.env, KUBERNETES_EXEC_INFO: info },
        stdin: interactive ? 'inherit' : 'ignore',
      });
    } catch (error) {
      if (isMissing(error)) throw this.#failure('was not found', installHint);
      throw this.#failure(`cannot be started: ${codeOf(error) || oneLine(messageOf(error))}`, installHint);
    }
    if (result.exitCode !== 0) {
      const how = result.signal ? `was ended by ${result.signal}` : `failed with exit code ${result.exitCode}`;
      throw this.#failure(how, installHint);
    }
    return this.#read(result.stdout);
  }

  /** What the plugin is told in KUBERNETES_EXEC_INFO. */
  #info(interactive: boolean): unknown {
    const { server, tlsServerName, insecure, certificateAuthority, proxyUrl, execConfig } = this.#cluster;
    const cluster = {
      server,
      ...optional('tls-server-name', tlsServerName),
      ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
      ...optional('certificate-authority-data', certificateAuthority?.toString('base64')),
      ...optional('proxy-url', proxyUrl),
      ...optional('config', execConfig),
    };
    const spec = this.#exec.provideClusterInfo ? { cluster, interactive } : { interactive };
    return { kind: 'ExecCredential', apiVersion: this.#exec.apiVersion, spec };
  }

  #read(stdout: string): Issued {
    let reply: unknown;
    try {
      reply = JSON.parse(stdout);
    } catch {
      throw this.#failure('printed something that is not JSON');
    }
    if (!isRecord(reply) || reply['kind'] !== 'ExecCredential') throw this.#failure('printed no ExecCredential');
    if (reply['apiVersion'] !== this.#exec.apiVersion) {
      const version = oneLine(String(reply['apiVersion']));
      throw this.#failure(`printed apiVersion ${version} where the kubeconfig says ${this.#exec.apiVersion}`);
    }
    const status = isRecord(reply['status']) ? reply['status'] : {};
    const token = textField(status, 'token');
    const certificate = textField(status, 'clientCertificateData');
    const key = textField(status, 'clientKeyData');
    if ((certificate === undefined) !== (key === undefined)) {
      throw this.#failure(`printed a ${certificate ? 'certificate without its key' : 'key without its certificate'}`);
    }
    if (token === undefined && certificate === undefined)
      throw this.#failure('printed neither a token nor a certificate');
    const credential: Credential = {
      ...optional('token', token),
      ...optional('clientCertificate', certificate === undefined ? undefined : Buffer.from(certificate)),
      ...optional('clientKey', key === undefined ? undefined : Buffer.from(key)),
    };
    return { credential, ...optional('expires', parseTime(textField(status, 'expirationTimestamp'))) };
  }

  #failure(what: string, hint?: string): KnownError {
    const name = `the credential plugin ${oneLine(this.#exec.command)} of the user "${oneLine(this.#user)}"`;
    return new KnownError(`${name} ${what}`, hint === undefined ? undefined : oneLine(hint));
  }
}
