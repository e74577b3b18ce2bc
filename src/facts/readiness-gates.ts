import type { PodStatusFacts } from '../core/evidence.ts';
import type { Condition } from '../core/kubernetes.ts';
import { conditionOf } from './pod-status.ts';

/** A readiness gate whose condition is not True. */
export interface OpenGate {
  readonly type: string;
  /** Missing: nobody has ever written the condition. */
  readonly condition?: Condition;
  /** Who writes it, as far as the type tells. */
  readonly writer: string;
}

/** Who writes a condition, by the prefix of its type. */
const writers: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)elbv2\.k8s\.aws\//, 'the AWS Load Balancer Controller (aws-load-balancer-controller)'],
  [/^target-health\.alb\.ingress\.k8s\.aws\//, 'the AWS ALB ingress controller'],
  [/^cloud\.google\.com\/load-balancer-neg-ready/, 'the NEG controller of GKE (ingress-gce)'],
  [/networking\.gke\.io\//, 'the NEG controller of GKE (ingress-gce)'],
  [/alibabacloud\.com\//, 'the cloud controller of Alibaba Cloud'],
  [/(cloud\.tencent\.com|tke\.cloud\.tencent)/, 'the load-balancer controller of Tencent TKE'],
  [/azure|appgw/i, 'the load-balancer controller of Azure'],
  [/kruise\.io\//i, 'OpenKruise (kruise-controller-manager)'],
  [/^InPlaceUpdateReady$|^KruisePodReady$/, 'OpenKruise (kruise-controller-manager)'],
  [/linkerd\.io\//, 'linkerd'],
  [/cilium\.io\//, 'Cilium'],
  [/istio\.io\//, 'Istio'],
];

/** Who should write a condition; where its prefix is not known, only that somebody has to. */
export function writerOf(conditionType: string): string {
  const known = writers.find(([pattern]) => pattern.test(conditionType))?.[1];
  if (known) return known;
  const [domain, rest] = conditionType.split('/');
  return rest === undefined || !domain ? 'the controller that owns that condition' : `the controller of ${domain}`;
}

/** The gates of `spec.readinessGates` whose condition is missing or not True (pkg/kubelet/status/generate.go, GeneratePodReadyCondition). */
export function openGates(status: PodStatusFacts): OpenGate[] {
  return (status.pod.spec?.readinessGates ?? []).flatMap(({ conditionType }): OpenGate[] => {
    if (!conditionType) return [];
    const condition = conditionOf(status, conditionType);
    if (condition?.status === 'True') return [];
    return [{ type: conditionType, writer: writerOf(conditionType), ...(condition ? { condition } : {}) }];
  });
}
