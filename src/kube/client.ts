import type { KeyedObject, LogTail } from '../core/evidence.ts';
import { KnownError } from '../core/errors.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { absent, found, mapLookup, type Lookup, type Refused } from '../core/lookup.ts';
import type { ClusterReader, ListOptions, LogRequest } from '../core/reader.ts';
import { keyedObjectOf } from '../facts/keyed.ts';
import { wellShaped } from '../facts/shape.ts';
import { resourceOf, type Resource } from '../facts/resources.ts';
import type { Answer } from './http-get.ts';
import { isRecord, textField } from './kubeconfig-file.ts';
import { failureOf, refusalOf, type Failure } from './status.ts';
import type { Transport } from './transport.ts';
import { TransportError } from './transport-error.ts';

const json = 'application/json';
/** Without a fallback to the whole object: the values of a Secret are not even to be sent. */
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** kubectl's size of a page. */
const pageSize = 500;
/** A server that never ends its list is broken. */
const mostPages = 2000;
const logLines = 50;
/** Far more than so many lines have: the limit cuts the end off, which matters most. */
const logBytes = 1024 * 1024;

type Body = Readonly<Record<string, unknown>>;

/** What became of a request: the answer, or why there is none. */
type Outcome = Answer | Refused;

/** Reads objects from an API server. */
export class HttpClusterReader implements ClusterReader {
  readonly #transport: Transport;
  readonly #clock: () => number;
  readonly #hint: string | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #reached = false;
  #serverTime: number | undefined;

  /**
   * `clock` gives the time, in milliseconds since the epoch, until the server has said its own; `hint` is what to do where it cannot
   * be reached.
   */
  constructor(transport: Transport, clock: () => number, hint?: string) {
    this.#transport = transport;
    this.#clock = clock;
    this.#hint = hint;
  }

  now(): number {
    return this.#serverTime ?? this.#clock();
  }

  async get(kind: string, namespace: string | undefined, name: string): Promise<Lookup<KubeObject>> {
    return this.#getObject(kind, namespace, name, json);
  }

  async list(kind: string, options: ListOptions): Promise<Lookup<readonly KubeObject[]>> {
    let items: KubeObject[] = [];
    const read = await this.each(kind, options, () => {
      items = [];
      return (item) => items.push(item);
    });
    return mapLookup(read, () => items);
  }

  async each(kind: string, options: ListOptions, begin: () => (object: KubeObject) => void): Promise<Lookup<true>> {
    const resource = resourceOf(kind);
    const { group, version } = resource;
    const named = { kind, apiVersion: group ? `${group}/${version}` : version };
    // The items of a list carry neither kind nor apiVersion.
    return this.#eachOf(resource, options, json, () => {
      const take = begin();
      return (item) => take({ ...item, ...named });
    });
  }

  async keyed(kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Promise<Lookup<KeyedObject>> {
    const accept = kind === 'Secret' ? metadataOnly : json;
    return mapLookup(await this.#getObject(kind, namespace, name, accept), keyedObjectOf);
  }

  async listKeyed(kind: string, namespace: string): Promise<Lookup<readonly KeyedObject[]>> {
    let items: KeyedObject[] = [];
    const read = await this.#eachOf(resourceOf(kind), { namespace }, metadataListOnly, () => {
      items = [];
      return (item) => items.push(keyedObjectOf(asMetadata(item)));
    });
    return mapLookup(read, () => items);
  }

  async log({ namespace, pod, container, previous }: LogRequest): Promise<Lookup<LogTail>> {
    const query = new URLSearchParams({ container, tailLines: `${logLines}`, limitBytes: `${logBytes}` });
    if (previous) query.set('previous', 'true');
    const path = objectPath(resourceOf('Pod'), namespace, pod);
    if (path === undefined) return absent;
    const outcome = await this.#ask(`${path}/log?${query.toString()}`, '*/*');
    if ('state' in outcome) return outcome;
    if (outcome.status !== 200) {
      const failure = failureOf(outcome);
      return isNoSuchLog(failure) ? absent : refusalOf(failure);
    }
    const text = outcome.body.toString('utf8');
    // The kubelet answers 200 with this sentence when the runtime has already removed the container.
    if (/^unable to retrieve container logs for /.test(text)) return absent;
    return found({ container, previous, lines: text.replace(/\n+$/, '').split('\n') });
  }

  async #getObject(
    kind: string,
    namespace: string | undefined,
    name: string,
    accept: string,
  ): Promise<Lookup<KubeObject>> {
    const path = objectPath(resourceOf(kind), namespace, name);
    if (path === undefined) return absent;
    const outcome = await this.#ask(path, accept);
    if ('state' in outcome) return outcome;
    if (outcome.status !== 200) {
      const failure = failureOf(outcome);
      if (failure.code === 404) return failure.name === undefined ? notServed(kind) : absent;
      return refusalOf(failure);
    }
    const body = parseBody(outcome);
    return body.state === 'found' && textField(body.value, 'kind') === undefined ? notAnObject() : body;
  }

  async #eachOf(
    resource: Resource,
    options: ListOptions,
    accept: string,
    begin: () => (item: KubeObject) => void,
  ): Promise<Lookup<true>> {
    const pages = await this.#listPages(resource, options, accept, pageSize, begin());
    // The server has forgotten the version that the pages are of: then all at once, as kubectl does.
    return pages === 'expired' ? refuseExpired(await this.#listPages(resource, options, accept, 0, begin())) : pages;
  }

  async #listPages(
    resource: Resource,
    { namespace, labelSelector, fieldSelector }: ListOptions,
    accept: string,
    limit: number,
    take: (item: KubeObject) => void,
  ): Promise<Lookup<true> | 'expired'> {
    let next: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const query = new URLSearchParams();
      if (labelSelector) query.set('labelSelector', labelSelector);
      if (fieldSelector) query.set('fieldSelector', fieldSelector);
      if (limit > 0) query.set('limit', `${limit}`);
      if (next !== undefined) query.set('continue', next);
      const outcome = await this.#ask(`${collectionPath(resource, namespace)}?${query.toString()}`, accept);
      if ('state' in outcome) return outcome;
      if (outcome.status === 410) return 'expired';
      if (outcome.status === 404) return notServed(resource.kind);
      if (outcome.status !== 200) return refusalOf(failureOf(outcome));
      const parsed = parseBody(outcome);
      if (parsed.state !== 'found') return parsed;
      const body = parsed.value;
      // An empty list of a Go program may be null.
      const list = body['items'] ?? [];
      if (!Array.isArray(list) || !textField(body, 'kind')?.endsWith('List')) return notAnObject();
      for (const item of list) if (isRecord(item)) take(item);
      next = isRecord(body['metadata']) ? textField(body['metadata'], 'continue') : undefined;
      if (next === undefined) return found(true);
    }
    return { state: 'refused', why: `the list of ${resource.plural} has no end` };
  }

  /** Sends a request. The run ends where nothing at all can be reached; later a single failure is only a refusal. */
  async #ask(path: string, accept: string): Promise<Outcome> {
    const request = this.#transport.get(path, accept);
    this.#underWay.add(request);
    try {
      const answer = await request;
      this.#reached = true;
      const date = Date.parse(answer.headers.date ?? '');
      if (!Number.isNaN(date)) this.#serverTime = Math.max(date, this.#serverTime ?? date);
      return answer;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.#underWay.delete(request);
      await Promise.allSettled(this.#underWay);
      if (!this.#reached && error.kind !== 'broken') throw new KnownError(error.sentence, this.#hint);
      return { state: 'refused', why: error.message };
    } finally {
      this.#underWay.delete(request);
    }
  }
}

function parseBody({ body, headers }: Answer): Lookup<Body> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(value)) return found(wellShaped(value));
  } catch {
    if (/^application\/json/.test(headers['content-type'] ?? '')) {
      return { state: 'refused', why: 'the answer is not valid JSON: it is cut short or damaged' };
    }
  }
  return notAnObject();
}

function notAnObject(): Refused {
  return {
    state: 'refused',
    why: 'the answer is no Kubernetes object: is this the address of a Kubernetes API server?',
  };
}

function notServed(kind: string): Refused {
  const { group, version, plural } = resourceOf(kind);
  return { state: 'refused', why: `the API server does not serve ${plural} of ${group ? `${group}/` : ''}${version}` };
}

function refuseExpired(pages: Lookup<true> | 'expired'): Lookup<true> {
  return pages === 'expired' ? { state: 'refused', why: 'the list expired while it was read (410 Gone)' } : pages;
}

/** Reasons for which there is no such log, as the API server and the kubelet put them. */
function isNoSuchLog({ code, message }: Failure): boolean {
  if (code === 404) return true;
  return (
    code === 400 &&
    /^previous terminated container .* not found|is waiting to start|is not valid for pod|is not available|does not have a host assigned|is terminated/.test(
      message,
    )
  );
}

/** An item of a metadata-only list, as what it is: a whole object that a server sent instead is told by its data. */
function asMetadata(item: KubeObject): KubeObject {
  return item.kind === undefined && item['data'] === undefined ? { ...item, kind: 'PartialObjectMetadata' } : item;
}

function collectionPath({ group, version, plural, namespaced }: Resource, namespace: string | undefined): string {
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const within = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${within}/${plural}`;
}

/** Undefined for a name that no object can have and that would make another path of it. */
function objectPath(resource: Resource, namespace: string | undefined, name: string): string | undefined {
  if (name === '' || name === '.' || name === '..' || /[/%]/.test(name)) return undefined;
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
}
