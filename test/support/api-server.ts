import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { KubeObject, Pod } from '../../src/core/kubernetes.ts';
import { matchesFieldSelector, matchesLabelSelectorText } from '../../src/dump/selectors.ts';
import { resources, type Resource } from '../../src/facts/resources.ts';
import { podColumns } from '../../src/facts/status-columns.ts';

const tls = (name: string): string => join(import.meta.dirname, '../fixtures/tls', name);
export const tlsFiles = {
  authority: tls('ca.crt'),
  serverCertificate: tls('server.crt'),
  serverKey: tls('server.key'),
  clientCertificate: tls('client.crt'),
  clientKey: tls('client.key'),
};

/** What the server gives for the value of every key of a Secret: it must never come out anywhere. */
export const secretValue = 'c2VjcmV0LWNhbmFyeQ==';

/** Something that goes wrong with the requests whose path (with its query) contains `path`. */
export interface Fault {
  readonly path: string;
  /** So often, then all is well; default: always. */
  readonly times?: number;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** The connection ends before the answer, or in the middle of its body. */
  readonly cut?: 'before' | 'midway';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface ApiServerOptions {
  readonly objects?: readonly KubeObject[];
  /** The server's clock, milliseconds since the epoch. */
  readonly now?: number;
  /** What RBAC does not allow: `list events`, `get pods/log`, `* nodes`. */
  readonly deny?: readonly string[];
  /** The opposite: all but these is denied. */
  readonly allow?: readonly string[];
  /** Groups that are not served: `storage.k8s.io`. */
  readonly notServed?: readonly string[];
  readonly faults?: readonly Fault[];
  /** Pages of a list are never larger than this. */
  readonly mostPerPage?: number;
  /** Who may in: with one of these tokens (default: any or none), or with a client certificate. */
  readonly tokens?: readonly string[];
  readonly clientCertificates?: boolean;
  /** Plain HTTP instead of TLS. */
  readonly plain?: boolean;
  /** In front of every path, as behind a gateway: `/k8s/clusters/c-1`. */
  readonly prefix?: string;
}

export interface SeenRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers as an API server would that holds the given objects. It takes no request but GET, and remembers all it got. */
export class ApiServer {
  readonly requests: SeenRequest[] = [];
  /** May be changed under way. */
  objects: readonly KubeObject[];
  connections = 0;
  readonly #options: ApiServerOptions;
  readonly #server: http.Server;
  readonly #faults = new Map<Fault, number>();

  private constructor(options: ApiServerOptions) {
    this.#options = options;
    this.objects = options.objects ?? [];
    const handle = (request: IncomingMessage, response: ServerResponse): void => void this.#handle(request, response);
    const credentials = {
      cert: readFileSync(tlsFiles.serverCertificate),
      key: readFileSync(tlsFiles.serverKey),
      ca: readFileSync(tlsFiles.authority),
      requestCert: options.clientCertificates ?? false,
      rejectUnauthorized: false,
    };
    this.#server = options.plain ? http.createServer(handle) : https.createServer(credentials, handle);
    this.#server.on(options.plain ? 'connection' : 'secureConnection', () => this.connections++);
  }

  static async start(options: ApiServerOptions): Promise<ApiServer> {
    const server = new ApiServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#options.plain ? 'http' : 'https'}://127.0.0.1:${this.port}${this.#options.prefix ?? ''}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').slice((this.#options.prefix ?? '').length);
    this.requests.push({ method: request.method ?? '', path, headers: request.headers });
    if (this.#options.now !== undefined) response.setHeader('Date', new Date(this.#options.now).toUTCString());
    const fault = this.#faultFor(path);
    if (fault?.delay) await wait(fault.delay);
    if (fault?.cut === 'before') {
      request.socket.destroy();
      return;
    }
    const reply = fault?.status === undefined ? this.#answer(request, path) : faultReply(fault, fault.status);
    send(request, response, reply, fault?.cut === 'midway');
  }

  #faultFor(path: string): Fault | undefined {
    const fault = (this.#options.faults ?? []).find(
      (one) => path.includes(one.path) && (this.#faults.get(one) ?? 0) < (one.times ?? Infinity),
    );
    if (fault) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
    return fault;
  }

  #answer(request: IncomingMessage, path: string): Reply {
    if (request.method !== 'GET') return failure(405, 'MethodNotAllowed', 'the replay server only reads');
    if (!this.#isKnown(request)) return failure(401, 'Unauthorized', 'Unauthorized');
    const url = new URL(path, 'https://server');
    const discovery = this.#discovery(url.pathname);
    if (discovery) return { status: 200, body: discovery };
    const asked = this.#resolve(url.pathname);
    if (!asked) return notFound;
    const denied = this.#denial(asked);
    if (denied) return denied;
    if (asked.log) return this.#log(asked, url.searchParams);
    const accept = request.headers.accept ?? '';
    return asked.name === undefined ? this.#list(asked, url.searchParams, accept) : this.#get(asked, accept);
  }

  #isKnown(request: IncomingMessage): boolean {
    const { tokens, clientCertificates } = this.#options;
    if (clientCertificates && 'authorized' in request.socket && request.socket.authorized === true) return true;
    if (tokens) return tokens.some((token) => request.headers.authorization === `Bearer ${token}`);
    return !clientCertificates;
  }

  #discovery(pathname: string): unknown {
    const served = resources.filter(({ group }) => !this.#options.notServed?.includes(group));
    const groups = [...new Set(served.map(({ group }) => group))].filter((group) => group !== '');
    if (pathname === '/version') return { major: '1', minor: '34', gitVersion: 'v1.34.9', platform: 'linux/amd64' };
    if (pathname === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
    if (pathname === '/apis') {
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: groups.map((name) => {
          const version = { groupVersion: `${name}/v1`, version: 'v1' };
          return { name, versions: [version], preferredVersion: version };
        }),
      };
    }
    const group = pathname === '/api/v1' ? '' : /^\/apis\/([^/]+)\/v1$/.exec(pathname)?.[1];
    if (group === undefined || (group !== '' && !groups.includes(group))) return undefined;
    return {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: group ? `${group}/v1` : 'v1',
      resources: served
        .filter((one) => one.group === group)
        .map(({ kind, plural, namespaced, shortNames }) => ({
          name: plural,
          singularName: kind.toLowerCase(),
          namespaced,
          kind,
          shortNames: shortNames.filter((name) => name !== kind.toLowerCase()),
          verbs: ['get', 'list', 'watch'],
        })),
    };
  }

  #resolve(pathname: string): Asked | undefined {
    const match =
      /^\/(?:api|apis\/(?<group>[^/]+))\/v1(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+)(?<log>\/log)?)?$/.exec(
        pathname,
      );
    const { group = '', namespace, plural = '', name, log } = match?.groups ?? {};
    const resource = resources.find((one) => one.group === group && one.plural === plural);
    if (!resource || this.#options.notServed?.includes(group)) return undefined;
    if (resource.namespaced !== (namespace !== undefined) && (name !== undefined || namespace !== undefined)) {
      return undefined;
    }
    return {
      resource,
      namespace: namespace === undefined ? undefined : decodeURIComponent(namespace),
      name: name === undefined ? undefined : decodeURIComponent(name),
      log: log !== undefined,
    };
  }

  #denial({ resource: { plural, group }, namespace, name, log }: Asked): Reply | undefined {
    const { deny = [], allow } = this.#options;
    const verb = name === undefined ? 'list' : 'get';
    const resource = log ? `${plural}/log` : plural;
    const covers = (rules: readonly string[]): boolean =>
      rules.some((rule) => [`${verb} ${resource}`, `* ${resource}`].includes(rule));
    if (!covers(deny) && (allow === undefined || covers(allow))) return undefined;
    const what = name === undefined ? plural : `${plural} "${name}"`;
    const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const message = `${what} is forbidden: User "viewer" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`;
    return failure(403, 'Forbidden', message, { ...(name === undefined ? {} : { name }), kind: plural });
  }

  #of({ resource, namespace }: Asked): KubeObject[] {
    return this.objects.filter(
      ({ kind, metadata }) => kind === resource.kind && (namespace === undefined || metadata?.namespace === namespace),
    );
  }

  #get(asked: Asked, accept: string): Reply {
    const { resource, name } = asked;
    const object = this.#of(asked).find(({ metadata }) => metadata?.name === name);
    if (!object) {
      const kind = resource.plural;
      return failure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, { name: name ?? '', kind });
    }
    if (accept.includes('as=PartialObjectMetadata;')) return { status: 200, body: asMetadata(object) };
    return { status: 200, body: { ...whole(object), apiVersion: apiVersionOf(resource), kind: resource.kind } };
  }

  #list(asked: Asked, query: URLSearchParams, accept: string): Reply {
    const { resource } = asked;
    const fieldSelector = query.get('fieldSelector') ?? '';
    const unknown = unknownField(resource.kind, fieldSelector);
    if (unknown !== undefined) return failure(400, 'BadRequest', `field label not supported: ${unknown}`);
    const all = this.#of(asked).filter(
      (object) =>
        matchesLabelSelectorText(query.get('labelSelector') ?? undefined, object.metadata?.labels ?? {}) &&
        matchesFieldSelector(fieldSelector, object),
    );
    const limit = Math.min(Number(query.get('limit') ?? 0) || Infinity, this.#options.mostPerPage ?? Infinity);
    const from = Number(query.get('continue') ?? 0);
    const page = all.slice(from, from + limit);
    const rest = all.length - from - page.length;
    const metadata = {
      resourceVersion: '31676',
      ...(rest > 0 ? { continue: `${from + page.length}`, remainingItemCount: rest } : {}),
    };
    if (accept.includes('as=Table')) return { status: 200, body: tableOf(page, metadata) };
    if (accept.includes('as=PartialObjectMetadataList')) {
      const kind = 'PartialObjectMetadataList';
      return { status: 200, body: { kind, apiVersion: 'meta.k8s.io/v1', metadata, items: page.map(asMetadata) } };
    }
    const items = page.map((object) => {
      const { kind: _kind, apiVersion: _version, ...item } = whole(object);
      return item;
    });
    return {
      status: 200,
      body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items },
    };
  }

  #log(asked: Asked, query: URLSearchParams): Reply {
    const { name = '', namespace = '' } = asked;
    const container = query.get('container') ?? '';
    const previous = query.get('previous') === 'true';
    if (!this.#of(asked).some(({ metadata }) => metadata?.name === name)) {
      return failure(404, 'NotFound', `pods "${name}" not found`, { name, kind: 'pods' });
    }
    const logs = this.objects.filter(
      (one) =>
        one.kind === 'PodLog' &&
        one.metadata?.name === name &&
        one.metadata.namespace === namespace &&
        one['container'] === container,
    );
    // While a container waits, both questions are about the instance that ended.
    const log = logs.find((one) => (one['previous'] ?? false) === previous) ?? (previous ? logs[0] : undefined);
    if (!log) {
      const message = previous
        ? `previous terminated container "${container}" in pod "${name}" not found`
        : `container "${container}" in pod "${name}" is waiting to start: ContainerCreating`;
      return failure(400, 'BadRequest', message);
    }
    const text = String(log['text'] ?? '').replace(/\n+$/, '');
    const tail = text.split('\n').slice(-Number(query.get('tailLines') ?? Infinity));
    return { status: 200, body: `${tail.join('\n')}\n`, headers: { 'content-type': 'text/plain' } };
  }
}

interface Asked {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly log: boolean;
}

const notFound: Reply = {
  status: 404,
  body: '404 page not found\n',
  headers: { 'content-type': 'text/plain; charset=utf-8' },
};

function failure(code: number, reason: string, message: string, details?: Record<string, string>): Reply {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return { status: code, body: details ? { ...body, details } : body };
}

function faultReply({ body, headers }: Fault, status: number): Reply {
  const reply = failure(status, 'InternalError', `Internal error occurred: fault ${status}`);
  return { ...reply, ...(body === undefined ? {} : { body }), ...(headers ? { headers } : {}) };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: Reply,
  cut: boolean,
): void {
  const plain =
    typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  // As the real one: only what is large is worth packing.
  const pack = plain.length > 128 * 1024 && (request.headers['accept-encoding'] ?? '').includes('gzip');
  const bytes = pack ? gzipSync(plain) : plain;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(pack ? { 'Content-Encoding': 'gzip' } : {}),
    ...headers,
    'Content-Length': bytes.length,
  });
  if (!cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy());
}

function qualified({ plural, group }: Resource): string {
  return group ? `${plural}.${group}` : plural;
}

function apiVersionOf({ group, version }: Resource): string {
  return group ? `${group}/${version}` : version;
}

/** The object as the server holds it: a recording has lost the values of its Secrets. */
function whole(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  return { ...object, data: Object.fromEntries(keysOf(object['data']).map((key) => [key, secretValue])) };
}

function keysOf(value: unknown): string[] {
  return Object.keys(typeof value === 'object' && value !== null ? value : {});
}

/** Metadata alone, with the managedFields that tell which keys there are. */
function asMetadata(object: KubeObject): KubeObject {
  const fields = ['data', 'binaryData'].flatMap((field) => {
    const keys = keysOf(object[field]);
    return keys.length === 0
      ? []
      : [[`f:${field}`, Object.fromEntries([['.', {}], ...keys.map((key) => [`f:${key}`, {}])])]];
  });
  const managed = {
    manager: 'kubectl-create',
    operation: 'Update',
    apiVersion: 'v1',
    fieldsV1: Object.fromEntries(fields),
  };
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { managedFields: [managed], ...object.metadata },
  };
}

const fieldLabels: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

function unknownField(kind: string, selector: string): string | undefined {
  const known = ['metadata.name', 'metadata.namespace', ...(fieldLabels[kind] ?? [])];
  const fields = selector
    .split(',')
    .filter((part) => part !== '')
    .map((part) => part.replace(/(!=|==|=).*$/s, ''));
  return fields.find((field) => !known.includes(field));
}

/** What `kubectl get pods` prints from. */
function tableOf(objects: readonly KubeObject[], metadata: unknown): unknown {
  const column = (name: string): unknown => ({
    name,
    type: 'string',
    format: name === 'Name' ? 'name' : '',
    description: '',
    priority: 0,
  });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: ['Name', 'Ready', 'Status', 'Restarts'].map(column),
    rows: objects.map((object) => {
      const { ready, status, restarts } = podColumns(object as Pod);
      return { cells: [object.metadata?.name, ready, status, `${restarts}`], object: asMetadata(object) };
    }),
  };
}
