import type { PodStatusFacts } from '../core/evidence.ts';
import type { KubeNode } from '../core/kubernetes.ts';
import type { ReportedQos } from '../core/report.ts';
export function reportedQos(_status: PodStatusFacts, _node: KubeNode | undefined): ReportedQos | null {
  return null;
}
