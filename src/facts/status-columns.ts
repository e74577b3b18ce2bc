import type { Pod } from '../core/kubernetes.ts';
export function podColumns(pod: Pod): { status: string; ready: string; restarts: number } {
  return { status: pod.status?.phase ?? '', ready: '0/0', restarts: 0 };
}
