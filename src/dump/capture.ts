import type { KeyedObject, LogTail, Target } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { found, type Lookup } from '../core/lookup.ts';
import type { ClusterReader, ListOptions, LogRequest } from '../core/reader.ts';
import { keyedObjectOf } from '../facts/keyed.ts';
import { resourceOf } from '../facts/resources.ts';
import { maskSecrets } from '../facts/secret-like.ts';
import { Scrubber, type LeftOut } from './scrub.ts';

/** What became of a question, as a capture keeps it: `found` means that the objects are in the file. */
export interface RecordedAnswer {
  /** As `questions` below writes it. */
  readonly question: string;
  readonly answer: Lookup<unknown>['state'];
  readonly why?: string;
  readonly assumed?: string;
}

/** The item of a capture that says what the others are: what was asked, about what, and when. */
export interface CaptureItem extends KubeObject {
  readonly targets?: readonly Target[];
  readonly answers?: readonly RecordedAnswer[];
}

/** Each question as one line, the same for whoever asks it. */
export const questions = {
  get: (kind: string, namespace: string | undefined, name: string): string =>
    `get ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  list: (kind: string, { namespace, labelSelector, fieldSelector }: ListOptions): string =>
    [
      `list ${kind}`,
      ...(namespace === undefined ? [] : [`in ${namespace}`]),
      ...(labelSelector ? [`labels ${labelSelector}`] : []),
      ...(fieldSelector ? [`fields ${fieldSelector}`] : []),
    ].join(' '),
  keyed: (kind: string, namespace: string, name: string): string => `keys ${kind} ${namespace}/${name}`,
  listKeyed: (kind: string, namespace: string): string => `keys ${kind} in ${namespace}`,
  log: ({ namespace, pod, container, previous }: LogRequest): string =>
    `log ${namespace}/${pod} ${container}${previous ? ' previous' : ''}`,
};

/** Passes questions on to another reader and keeps the answers, without anything that is secret. */
export class RecordingReader implements ClusterReader {
  readonly #reader: ClusterReader;
  readonly #withLogs: boolean;
  readonly #scrubber = new Scrubber();
  readonly #objects = new Map<string, KubeObject>();
  readonly #answers = new Map<string, RecordedAnswer>();

  constructor(reader: ClusterReader, withLogs: boolean) {
    this.#reader = reader;
    this.#withLogs = withLogs;
  }

  now(): number {
    return this.#reader.now();
  }

  async get(kind: string, namespace: string | undefined, name: string): Promise<Lookup<KubeObject>> {
    const lookup = await this.#reader.get(kind, namespace, name);
    if (lookup.state === 'found') this.#keep(kind, lookup.value);
    return this.#note(questions.get(kind, namespace, name), lookup);
  }

  async list(kind: string, options: ListOptions): Promise<Lookup<readonly KubeObject[]>> {
    const lookup = await this.#reader.list(kind, options);
    if (lookup.state === 'found') for (const object of lookup.value) this.#keep(kind, object);
    return this.#note(questions.list(kind, options), lookup);
  }

  async keyed(kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Promise<Lookup<KeyedObject>> {
    const lookup = await this.#reader.keyed(kind, namespace, name);
    if (lookup.state === 'found') this.#keepKeys(kind, namespace, lookup.value);
    return this.#note(questions.keyed(kind, namespace, name), lookup);
  }

  async listKeyed(kind: string, namespace: string): Promise<Lookup<readonly KeyedObject[]>> {
    const lookup = await this.#reader.listKeyed(kind, namespace);
    if (lookup.state === 'found') for (const object of lookup.value) this.#keepKeys(kind, namespace, object);
    return this.#note(questions.listKeyed(kind, namespace), lookup);
  }

  async log(request: LogRequest): Promise<Lookup<LogTail>> {
    const lookup: Lookup<LogTail> = this.#withLogs
      ? await this.#reader.log(request)
      : { state: 'unasked', why: 'left out of the capture' };
    if (lookup.state === 'found') this.#keepLog(request, lookup.value);
    return this.#note(questions.log(request), lookup);
  }

  /** All that was delivered, with the item that says what it is; always in the same order. */
  items(targets: readonly Target[]): KubeObject[] {
    const capture: CaptureItem = {
      apiVersion: 'podlife/v1',
      kind: 'Capture',
      metadata: { creationTimestamp: new Date(this.now()).toISOString() },
      targets,
      answers: sortedValues(this.#answers),
    };
    return [capture, ...sortedValues(this.#objects)];
  }

  get leftOut(): LeftOut {
    return this.#scrubber.leftOut;
  }

  #note<T>(question: string, lookup: Lookup<T>): Lookup<T> {
    const why = 'why' in lookup && lookup.why !== undefined ? { why: lookup.why } : {};
    const assumed = 'assumed' in lookup && lookup.assumed !== undefined ? { assumed: lookup.assumed } : {};
    this.#answers.set(question, { question, answer: lookup.state, ...why, ...assumed });
    return lookup;
  }

  /** The first that was delivered of an object stays: the others are of a later moment. */
  #keep(kind: string, object: KubeObject): void {
    if (kind === 'Secret' || kind === 'ConfigMap') {
      this.#keepKeys(kind, object.metadata?.namespace ?? 'default', keyedObjectOf(object));
      return;
    }
    const key = keyOf(kind, object.metadata?.namespace, object.metadata?.name);
    if (this.#objects.get(key)?.['keysOnly'] ?? !this.#objects.has(key)) {
      this.#objects.set(key, this.#scrubber.scrub(object));
    }
  }

  #keepKeys(kind: string, namespace: string, { name, keys, type }: KeyedObject): void {
    const key = keyOf(kind, namespace, name);
    const known = this.#objects.get(key);
    if (known && (known['keysOnly'] !== true || known['data'] !== undefined)) return;
    const { group, version } = resourceOf(kind);
    this.#objects.set(key, {
      apiVersion: group ? `${group}/${version}` : version,
      kind,
      metadata: { namespace, name },
      keysOnly: true,
      ...(keys ? { data: Object.fromEntries(keys.map((one) => [one, ''])) } : {}),
      ...(type === undefined ? {} : { type }),
    });
    this.#scrubber.noteValues(kind, keys?.length ?? 0);
  }

  #keepLog({ namespace, pod, container, previous }: LogRequest, { lines }: LogTail): void {
    const text = lines.join('\n');
    const safe = maskSecrets(text);
    if (safe !== text) this.#scrubber.noteMasked();
    this.#objects.set(keyOf('PodLog', namespace, `${pod}/${container}/${previous}`), {
      apiVersion: 'podlife/v1',
      kind: 'PodLog',
      metadata: { namespace, name: pod },
      container,
      previous,
      text: safe,
    });
  }
}

/** What captures among the objects of a file say of questions; undefined where there is no capture. */
export function recordedAnswers(objects: readonly KubeObject[]): ReadonlyMap<string, Lookup<never>> | undefined {
  const captures = objects.filter(isCapture);
  if (captures.length === 0) return undefined;
  const answers = captures.flatMap((capture) => (Array.isArray(capture.answers) ? capture.answers : []));
  return new Map(answers.flatMap((answer) => (isAnswer(answer) ? [[answer.question, lookupOf(answer)]] : [])));
}

/** The targets of the captures among the objects of a file. */
export function capturedTargets(objects: readonly KubeObject[]): Target[] {
  const targets = objects
    .filter(isCapture)
    .flatMap((capture) => (Array.isArray(capture.targets) ? capture.targets : []));
  return targets.filter((one) => [one.kind, one.namespace, one.name].every((part) => typeof part === 'string'));
}

function isCapture(object: KubeObject): object is CaptureItem {
  return object.kind === 'Capture' && object.apiVersion === 'podlife/v1';
}

function isAnswer(value: unknown): value is RecordedAnswer {
  return typeof value === 'object' && value !== null && 'question' in value && typeof value.question === 'string';
}

function lookupOf({ answer, why, assumed }: RecordedAnswer): Lookup<never> {
  switch (answer) {
    case 'found':
      // Its value is whatever of it the file holds.
      return found(undefined as never);
    case 'absent':
      return { state: 'absent', ...(assumed === undefined ? {} : { assumed }) };
    case 'refused':
      return { state: 'refused', why: why ?? 'refused' };
    default:
      return { state: 'unasked', ...(why === undefined ? {} : { why }) };
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string | undefined): string {
  return `${kind}/${namespace ?? ''}/${name ?? ''}`;
}

function sortedValues<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
