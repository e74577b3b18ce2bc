import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Snapshot, Target } from '../../src/core/evidence.ts';
import type { EvidenceKey } from '../../src/core/evidence.ts';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { parseObjects } from '../../src/dump/parse.ts';
import { kindNamed } from '../../src/facts/resources.ts';
import { gather } from '../../src/kube/gather.ts';

const folder = join(import.meta.dirname, '../fixtures/recordings');

/** One recorded namespace with what an expert says of its target. */
export interface Recording {
  readonly scenario: {
    readonly id: string;
    readonly namespace: string;
    readonly target: string;
    readonly recordedAt: string;
    readonly expect: {
      readonly rule?: string | string[];
      readonly container?: string | null;
      readonly mentions?: string[];
      readonly also?: string[];
      readonly not?: string[];
      readonly healthy?: boolean;
    };
  };
  readonly table: Readonly<Record<string, { ready: string; status: string; restarts: string }>>;
  readonly objects: readonly KubeObject[];
}

export const recordingIds: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json.gz'))
  .map((name) => name.slice(0, -'.json.gz'.length))
  .sort();

export function recording(id: string): Recording {
  const file = join(folder, `${id}.json.gz`);
  const { scenario, table, objects } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Recording & {
    objects: unknown;
  };
  return { scenario, table, objects: parseObjects(Buffer.from(JSON.stringify(objects)), file) };
}

/** `deploy/web` in a namespace. */
export function targetOf(text: string, namespace: string): Target {
  const [kind = 'pod', name = ''] = text.includes('/') ? text.split('/') : ['pod', text];
  return { kind: kindNamed(kind) ?? 'Pod', namespace, name };
}

const everything: ReadonlySet<EvidenceKey> = new Set<EvidenceKey>([
  'spec',
  'status',
  'events',
  'logs',
  'node',
  'owner',
  'references',
  'storage',
  'services',
  'cluster',
  'limits',
]);

/** What `explain` reads of a target out of some objects. */
export function snapshotOf(objects: readonly KubeObject[], target: Target, asOf?: number): Promise<Snapshot> {
  return gather(new ObjectReader(objects, asOf), target, everything);
}

export function snapshotOfRecording({ scenario, objects }: Recording): Promise<Snapshot> {
  return snapshotOf(objects, targetOf(scenario.target, scenario.namespace));
}
