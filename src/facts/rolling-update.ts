import type { IntOrString, KubeObject, Workload } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';

/** A number of pods from a number or a share of `of` (util/intstr, GetScaledValueFromIntOrPercent); undefined for what is neither. */
export function scaled(value: IntOrString | undefined, of: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value ?? '')?.[1];
  if (percent === undefined) return undefined;
  const share = (Number(percent) * of) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** How a Deployment replaces its pods, in numbers of pods. */
export interface RollingUpdate {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  /** As the manifest says it: `25%`. */
  readonly stated: { readonly maxSurge: string; readonly maxUnavailable: string };
}

/**
 * The numbers of a rolling update (deployment/util, ResolveFenceposts): surge is rounded up, unavailability down, both 25 % when missing; where both
 * come to 0 one pod may be unavailable. undefined for another strategy, or without pods.
 */
export function rollingUpdateOf(deployment: Workload, replicas: number): RollingUpdate | undefined {
  const strategy = deployment.spec?.strategy;
  if ((strategy?.type ?? 'RollingUpdate') !== 'RollingUpdate' || replicas < 1) return undefined;
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const surge = scaled(maxSurge, replicas, 'up') ?? 0;
  const unavailable = Math.min(scaled(maxUnavailable, replicas, 'down') ?? 0, replicas);
  return {
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable,
    stated: { maxSurge: String(maxSurge), maxUnavailable: String(maxUnavailable) },
  };
}

interface Autoscaler extends KubeObject {
  spec?: { scaleTargetRef?: { kind?: string; name?: string }; minReplicas?: number };
}

/** The least number of pods that a workload has: what its autoscaler in the bundle keeps (1 when it does not say), else its own `replicas`. */
export function leastReplicas(workload: Workload, bundle: BundleFacts | undefined): number {
  const namespace = workload.metadata?.namespace ?? 'default';
  const autoscalers: readonly Autoscaler[] = objectsOfKind(bundle, 'HorizontalPodAutoscaler', namespace);
  const autoscaler = autoscalers.find(
    ({ spec }) =>
      spec?.scaleTargetRef?.kind === workload.kind && spec?.scaleTargetRef?.name === workload.metadata?.name,
  );
  return autoscaler ? (autoscaler.spec?.minReplicas ?? 1) : (workload.spec?.replicas ?? 1);
}
