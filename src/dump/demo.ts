import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../core/evidence.ts';
import type { KubeObject } from '../core/kubernetes.ts';
import { parseObjects } from './parse.ts';

/** A recording that comes with podlife: a namespace of a real cluster, and what is worth explaining in it. */
export interface Demo {
  readonly name: string;
  readonly target: Target;
  readonly about: string;
}

function demo(name: string, about: string, kind: string, target: string, namespace: string): Demo {
  return { name, about, target: { kind, name: target, namespace } };
}

export const demos: readonly Demo[] = [
  demo('wrong-port', 'a liveness probe that asks the wrong port', 'Deployment', 'shop', 'shop-frontend-3'),
  demo(
    'slow-start',
    'an application that needs longer to start than liveness gives it',
    'Deployment',
    'erp',
    'erp-core',
  ),
  demo('out-of-memory', 'one container of three passes its memory limit', 'Deployment', 'resizer', 'image-resizer'),
  demo('crash-loop', 'a process that exits because a variable is not set', 'Deployment', 'invoice-gen', 'invoice-gen'),
  demo('missing-secret', 'a Secret that does not exist', 'Deployment', 'billing', 'billing-suite'),
  demo('image-typo', 'an image tag that does not exist', 'Pod', 'web', 'web-preview'),
  demo('no-node', 'a pod that no node takes', 'Deployment', 'scoring', 'fraud-scoring'),
  demo('quota', 'a Deployment that gets two of three pods', 'Deployment', 'orders-api', 'orders-stack'),
  demo('not-ready', 'a pod that runs and gets no traffic', 'Deployment', 'recommender', 'recommendations'),
  demo('init-waits', 'an init container that waits for a Service', 'Deployment', 'orders-worker', 'orders-worker'),
  demo('stuck-deleting', 'a deleted pod that does not go away', 'Pod', 'broker-7', 'job-broker'),
  demo('healthy', 'a pod with nothing wrong', 'Deployment', 'orders', 'orders-mesh'),
];

/** The objects of a demo recording. */
export async function demoObjects(name: string): Promise<KubeObject[]> {
  const file = join(import.meta.dirname, 'demo', `${name}.json.gz`);
  return parseObjects(await readFile(file), `demo ${name}`);
}
