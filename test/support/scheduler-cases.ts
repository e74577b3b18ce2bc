import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { KubeNode, Pod } from '../../src/core/kubernetes.ts';

/** A small cluster, a pod, and what a real kube-scheduler 1.34 answered. */
export interface SchedulerCase {
  readonly id: string;
  readonly nodes: readonly KubeNode[];
  readonly pods: readonly Pod[];
  readonly incoming: Pod;
  readonly answer: { readonly scheduled: boolean; readonly message?: string | null };
  readonly perNode?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly perNodeStatus?: Readonly<Record<string, { readonly plugin: string; readonly code: string }>> | null;
}

const file = join(import.meta.dirname, '../fixtures/scheduler-cases.jsonl.gz');

export const schedulerCases: readonly SchedulerCase[] = gunzipSync(readFileSync(file))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as SchedulerCase);
