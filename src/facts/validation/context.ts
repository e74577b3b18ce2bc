import type { Gate } from './gates.ts';
import type { Problems } from './problems.ts';

/** What every check is given: where to report to, and what the version of the API server has. */
export interface Context {
  readonly problems: Problems;
  readonly has: (gate: Gate) => boolean;
  /** A Pod itself, not a template: some checks are made of pods only. */
  readonly isPod: boolean;
}

/** What checks of containers need to know of the pod around them. */
export interface PodScope {
  /** Volumes by name. */
  readonly volumes: ReadonlyMap<string, VolumeKind>;
  readonly claims: ReadonlySet<string>;
  readonly restartPolicy: string;
  readonly graceSeconds: number | undefined;
  /** True unless `hostUsers: false`. */
  readonly hostUsers: boolean;
}

/** `dropped`: an image volume that this version does not know; its mounts go with it. */
export type VolumeKind = 'claim' | 'emptyDir' | 'other' | 'dropped';
