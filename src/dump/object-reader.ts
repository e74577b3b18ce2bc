import type { KeyedObject, LogTail } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { absent, found, mapLookup, type Absent, type Lookup, type Unasked } from '../core/lookup.ts';
import type { ClusterReader, ListOptions, LogRequest } from '../core/reader.ts';
import { keyedObjectOf } from '../facts/keyed.ts';
import { resourceOf } from '../facts/resources.ts';
import { questions, recordedAnswers } from './capture.ts';
import { matchesFieldSelector, matchesLabelSelectorText } from './selectors.ts';
import { newestTime } from './newest-time.ts';

/** Objects of every namespace that its controllers put there: a file that has them is a dump of the whole namespace. */
const alwaysThere: readonly (readonly [string, string])[] = [
  ['ServiceAccount', 'default'],
  ['ConfigMap', 'kube-root-ca.crt'],
];

/** A log as a capture carries it. */
interface PodLog extends KubeObject {
  container?: string;
  previous?: boolean;
  text?: string;
}

/**
 * Answers the reads of podlife from objects of a file. A kind that the file does not hold at all was not asked for: nothing is
 * concluded from its absence, unless the file is plainly the dump of a whole namespace. A capture knows what was asked when it was
 * made, and what became of it: the same questions get the same answers.
 */
export class ObjectReader implements ClusterReader {
  readonly #byKind = new Map<string, KubeObject[]>();
  readonly #recorded: ReadonlyMap<string, Lookup<never>> | undefined;
  readonly #now: number;

  constructor(objects: readonly KubeObject[], asOf?: number) {
    for (const object of objects) {
      const kind = object.kind ?? '';
      const list = this.#byKind.get(kind);
      if (list) list.push(object);
      else this.#byKind.set(kind, [object]);
    }
    // As an API server lists them: by namespace and name, whatever their order in the file.
    for (const list of this.#byKind.values()) list.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    this.#recorded = recordedAnswers(objects);
    this.#now = asOf ?? newestTime(this.#byKind.get('Capture') ?? objects);
  }

  now(): number {
    return this.#now;
  }

  async get(kind: string, namespace: string | undefined, name: string): Promise<Lookup<KubeObject>> {
    const object = this.#of(kind, namespace).find(({ metadata }) => metadata?.name === name);
    const held = object?.['keysOnly'] ? undefined : object;
    return this.#answer(questions.get(kind, namespace, name), held, () => this.#missing(kind, namespace));
  }

  async list(kind: string, options: ListOptions): Promise<Lookup<readonly KubeObject[]>> {
    return this.#list(questions.list(kind, options), kind, options);
  }

  async keyed(kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Promise<Lookup<KeyedObject>> {
    const object = this.#of(kind, namespace).find(({ metadata }) => metadata?.name === name);
    const missing = (): Lookup<KubeObject> => this.#missing(kind, namespace);
    return mapLookup(this.#answer(questions.keyed(kind, namespace, name), object, missing), keyedObjectOf);
  }

  async listKeyed(kind: string, namespace: string): Promise<Lookup<readonly KeyedObject[]>> {
    const list = this.#list(questions.listKeyed(kind, namespace), kind, { namespace });
    return mapLookup(list, (objects) => objects.map(keyedObjectOf));
  }

  async log(request: LogRequest): Promise<Lookup<LogTail>> {
    return this.#answer(questions.log(request), this.#heldLog(request), () => absent);
  }

  #list(
    question: string,
    kind: string,
    { namespace, labelSelector, fieldSelector }: ListOptions,
  ): Lookup<readonly KubeObject[]> {
    const objects = this.#of(kind, namespace).filter(
      (object) =>
        matchesLabelSelectorText(labelSelector, object.metadata?.labels ?? {}) &&
        matchesFieldSelector(fieldSelector, object),
    );
    // Of a list that was not asked for, a capture may hold a part.
    const whole = this.#recorded ? this.#recorded.has(question) : objects.length > 0;
    return this.#answer(question, whole ? objects : undefined, () => {
      const missing = this.#missing(kind, namespace);
      return missing.state === 'absent' ? found([]) : missing;
    });
  }

  /** What the file holds; a capture says nothing but what was said when it was made. */
  #answer<T>(question: string, held: T | undefined, orElse: () => Lookup<T>): Lookup<T> {
    const recorded = this.#recorded?.get(question);
    if (recorded && recorded.state !== 'found') return recorded;
    if (held !== undefined) return found(held);
    return this.#recorded ? { state: 'unasked', why: 'not in the capture' } : orElse();
  }

  #heldLog({ namespace, pod, container, previous }: LogRequest): LogTail | undefined {
    const logs = (this.#byKind.get('PodLog') ?? []) as PodLog[];
    const ofContainer = logs.filter(
      ({ metadata, container: name }) =>
        metadata?.namespace === namespace && metadata.name === pod && name === container,
    );
    // While a container waits, its newest log is that of the instance that ended, whichever way it is asked for.
    const log =
      ofContainer.find((one) => (one.previous ?? false) === previous) ?? (previous ? ofContainer[0] : undefined);
    if (!log) return undefined;
    return { container, previous, lines: (log.text ?? '').replace(/\n+$/, '').split('\n') };
  }

  #of(kind: string, namespace: string | undefined): KubeObject[] {
    const objects = this.#byKind.get(kind) ?? [];
    if (namespace === undefined || !resourceOf(kind).namespaced) return objects;
    return objects.filter((object) => (object.metadata?.namespace ?? 'default') === namespace);
  }

  #missing(kind: string, namespace: string | undefined): Absent | Unasked {
    if (this.#byKind.has(kind) && (namespace === undefined || this.#of(kind, namespace).length > 0)) return absent;
    if (namespace !== undefined && this.#holdsWhole(namespace)) {
      return { state: 'absent', assumed: `the file holds the namespace ${namespace} and no ${kind} in it` };
    }
    return { state: 'unasked', why: 'not in the file' };
  }

  #holdsWhole(namespace: string): boolean {
    const has = (kind: string, name: string, within: string | undefined): boolean =>
      this.#of(kind, within).some((object) => object.metadata?.name === name);
    return has('Namespace', namespace, undefined) && alwaysThere.every(([kind, name]) => has(kind, name, namespace));
  }
}

function sortKey({ metadata }: KubeObject): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
