import type { KeyedObject, LogTail } from './evidence.ts';
import type { KubeObject } from './kubernetes.ts';
import type { Lookup } from './lookup.ts';

export interface ListOptions {
  /** Missing: of all namespaces, or a kind that has none. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/**
 * The reads that podlife makes, answered by a cluster or by a file. Kinds are those of `facts/resources.ts`.
 * No answer is an exception: what goes wrong comes back as a refused lookup.
 */
export interface ClusterReader {
  get(kind: string, namespace: string | undefined, name: string): Promise<Lookup<KubeObject>>;
  list(kind: string, options: ListOptions): Promise<Lookup<readonly KubeObject[]>>;
  /**
   * Reads a list that is too long to be kept: `begin` gives what takes each object. It is called again where the list has to be read anew.
   * Missing where `list` costs nothing.
   */
  each?(kind: string, options: ListOptions, begin: () => (object: KubeObject) => void): Promise<Lookup<true>>;
  /** Whether a ConfigMap or Secret exists and which keys it has. Values of a Secret are never asked for. */
  keyed(kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Promise<Lookup<KeyedObject>>;
  /** All ConfigMaps or Secrets of a namespace with their keys; other kinds with their names only. */
  listKeyed(kind: string, namespace: string): Promise<Lookup<readonly KeyedObject[]>>;
  /** The last lines of a container's log; absent where there is no such instance. */
  log(request: LogRequest): Promise<Lookup<LogTail>>;
  /** The time of the source, milliseconds since the epoch: the server's own clock, or the newest time in the file. */
  now(): number;
}
