import type { PodStatusFacts } from '../core/evidence.ts';
import type { KubeNode } from '../core/kubernetes.ts';
import type { ReportedQos } from '../core/report.ts';
import { evictionMeaning, oomScoreAdj, qosOf } from '../facts/qos.ts';

/** The QoS class of a live pod: its status has the last word, the spec tells why. null for a pod without containers. */
export function reportedQos(status: PodStatusFacts, node: KubeNode | undefined): ReportedQos | null {
  const spec = status.pod.spec ?? {};
  const computed = qosOf(spec);
  const stated = status.pod.status?.qosClass;
  if (!stated && (spec.containers ?? []).length === 0) return null;
  const qosClass = stated || computed.class;
  return {
    class: qosClass,
    reason:
      qosClass === computed.class ? computed.reason : 'set when the pod was created, and never changed afterwards',
    meaning: evictionMeaning(qosClass, spec),
    oomScoreAdj: oomScoreAdj(spec, node),
  };
}
