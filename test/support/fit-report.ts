import type { FitReport } from '../../src/core/fit-report.ts';
import type { Pod } from '../../src/core/kubernetes.ts';
import type { FitCluster } from '../../src/fit/cluster.ts';
import { indexCluster } from '../../src/fit/node-index.ts';
import { reportFit, type FitInput } from '../../src/report/fit.ts';

/** A report about a pod that nobody owns, unless `more` says otherwise. */
export function fitReportOf(
  pod: Pod,
  cluster: FitCluster,
  more: Partial<FitInput> = {},
  allReasons = false,
): FitReport {
  const { namespace = 'default', name = '' } = pod.metadata ?? {};
  const input: FitInput = {
    asOf: Date.parse('2026-11-20T22:00:00Z'),
    target: { kind: 'Pod', namespace, name },
    pod,
    node: null,
    isSupposed: false,
    said: null,
    keeper: { kind: 'Pod', name, namespace, templatePath: 'spec', template: pod, isDraft: false },
    index: indexCluster(cluster),
    gaps: [],
    ...more,
  };
  return reportFit(input, { allReasons });
}
