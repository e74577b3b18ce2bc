import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { Lookup } from '../../src/core/lookup.ts';
import type { ClusterReader } from '../../src/core/reader.ts';
import type { PodReport } from '../../src/core/report.ts';
import { neededEvidence } from '../../src/cli/commands/explain.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { gather } from '../../src/kube/gather.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { namespace, now } from './builders.ts';
import { targetOf } from './recordings.ts';

/** What `explain` says of a target among some objects, with all rules. */
export async function reportOf(objects: readonly KubeObject[], target = 'pod/web-1'): Promise<PodReport> {
  return reportFrom(new ObjectReader(objects, now), target);
}

export async function reportFrom(reader: ClusterReader, target = 'pod/web-1'): Promise<PodReport> {
  return explain(await gather(reader, targetOf(target, namespace), neededEvidence), rules);
}

/** A reader that answers `forbidden` for some kinds. */
export function forbidding(reader: ClusterReader, ...kinds: string[]): ClusterReader {
  const guard = async <T>(kind: string, answer: () => Promise<Lookup<T>>): Promise<Lookup<T>> =>
    kinds.includes(kind) ? { state: 'refused', why: 'forbidden' } : answer();
  return {
    get: (kind, ...rest) => guard(kind, () => reader.get(kind, ...rest)),
    list: (kind, options) => guard(kind, () => reader.list(kind, options)),
    keyed: (kind, ...rest) => guard(kind, () => reader.keyed(kind, ...rest)),
    listKeyed: (kind, within) => guard(kind, () => reader.listKeyed(kind, within)),
    log: (request) => guard('Log', () => reader.log(request)),
    now: () => reader.now(),
  };
}

/** Ids of the findings that name something wrong. */
export function causesOf(report: PodReport): string[] {
  return report.findings.flatMap(({ rule, severity }) => (severity === 'info' || severity === 'advice' ? [] : [rule]));
}
