import type { Gap, KeyedObject, LogTail } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import type { Lookup } from '../core/lookup.ts';
import type { ClusterReader, ListOptions, LogRequest } from '../core/reader.ts';
import { qualifiedPlural } from '../facts/resources.ts';

/** Asks the reader within a budget of requests, and notes every question that got no answer. */
export class Asker {
  readonly #reader: ClusterReader;
  readonly #limit: number;
  readonly #gaps = new Map<string, Gap>();
  #asked = 0;

  constructor(reader: ClusterReader, limit: number) {
    this.#reader = reader;
    this.#limit = limit;
  }

  /** What could not be answered, in the order of asking. */
  get gaps(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  now(): number {
    return this.#reader.now();
  }

  async get<T extends KubeObject>(kind: string, namespace: string | undefined, name: string): Promise<Lookup<T>> {
    const lookup = await this.#ask(`${kind} ${name}`, 'get', qualifiedPlural(kind), () =>
      this.#reader.get(kind, namespace, name),
    );
    // The reader gives objects as the API server sent them; their kind is what was asked for.
    return lookup as Lookup<T>;
  }

  async list<T extends KubeObject>(kind: string, options: ListOptions, what?: string): Promise<Lookup<readonly T[]>> {
    const resource = qualifiedPlural(kind);
    const lookup = await this.#ask(what ?? resource, 'list', resource, () => this.#reader.list(kind, options));
    return lookup as Lookup<readonly T[]>;
  }

  keyed(kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Promise<Lookup<KeyedObject>> {
    return this.#ask(`${kind} ${name}`, 'get', qualifiedPlural(kind), () => this.#reader.keyed(kind, namespace, name));
  }

  listKeyed(kind: string, namespace: string): Promise<Lookup<readonly KeyedObject[]>> {
    const resource = qualifiedPlural(kind);
    return this.#ask(resource, 'list', resource, () => this.#reader.listKeyed(kind, namespace));
  }

  log(request: LogRequest): Promise<Lookup<LogTail>> {
    const what = `log of ${request.container}${request.previous ? ' (previous run)' : ''}`;
    return this.#ask(what, 'get', 'pods/log', () => this.#reader.log(request));
  }

  async #ask<T>(what: string, verb: string, resource: string, question: () => Promise<Lookup<T>>): Promise<Lookup<T>> {
    const needs = { verb, resource };
    if (this.#asked >= this.#limit) {
      const why = `not asked: one pod may cost ${this.#limit} requests`;
      this.#gaps.set(what, { what, why });
      return { state: 'unasked', why };
    }
    this.#asked++;
    const lookup = await question();
    if (lookup.state === 'refused') this.#gaps.set(what, { what, why: lookup.why, needs });
    if (lookup.state === 'unasked' && lookup.why) this.#gaps.set(what, { what, why: lookup.why, needs });
    return lookup;
  }
}
