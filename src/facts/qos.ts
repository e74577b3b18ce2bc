import type { PodSpec } from '../core/kubernetes.ts';
export function qosOf(_spec: PodSpec): { class: string; reason: string } {
  return { class: 'BestEffort', reason: '' };
}
