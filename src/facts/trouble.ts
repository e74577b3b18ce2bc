import type { ContainerFacts, PodSpecFacts, PodStatusFacts } from '../core/evidence.ts';
import { staysRunning } from '../core/rule.ts';
import { statedReferences } from './references.ts';
import { conditionOf, isFinished, isScheduled } from './pod-status.ts';

/** Nothing at all stands out: running, ready, never restarted, nobody deletes or resizes it; or ended well. */
export function looksFine(status: PodStatusFacts): boolean {
  if (status.phase === 'Succeeded') return true;
  return (
    status.phase === 'Running' &&
    !status.deletion &&
    conditionOf(status, 'Ready')?.status === 'True' &&
    !conditionOf(status, 'PodResizePending') &&
    status.containers.every(
      (container) => !staysRunning(container.kind) || (container.ready && container.restarts === 0),
    )
  );
}

/** No node has it yet, and it still wants one. */
export function waitsForNode(status: PodStatusFacts): boolean {
  return !isScheduled(status) && !isFinished(status);
}

/** A container that waits for its first start or for its configuration: what it refers to may be missing. */
export function waitsForReferences(status: PodStatusFacts): boolean {
  if (!isScheduled(status) || isFinished(status)) return false;
  return status.containers.some(
    ({ waiting, last }) =>
      waiting !== undefined && (last === undefined || waiting.reason === 'CreateContainerConfigError'),
  );
}

/** An instance of a container whose log is worth reading. */
export interface LogChoice {
  readonly container: ContainerFacts;
  readonly previous: boolean;
}

/** Containers whose log may tell something, with the instance to read: the one that died, else the one that does not get ready. */
export function logsWorthReading(status: PodStatusFacts): LogChoice[] {
  return status.containers.flatMap((container): LogChoice[] => {
    if (container.kind === 'ephemeral') return [];
    const failed = (container.terminated?.exitCode ?? 0) !== 0 || container.terminated?.reason === 'OOMKilled';
    if (failed) return [{ container, previous: false }];
    if (container.last) return [{ container, previous: true }];
    if (container.terminated)
      return isFinished(status) || container.kind === 'init' ? [] : [{ container, previous: false }];
    const unready = container.running && (container.kind === 'init' || !container.ready || !container.started);
    return unready ? [{ container, previous: false }] : [];
  });
}

/** Names of the ConfigMaps, Secrets or ServiceAccounts that a pod spec refers to, each once, in order. */
export function referencedNames(spec: PodSpecFacts, kind: 'ConfigMap' | 'Secret' | 'ServiceAccount'): string[] {
  return [...new Set(statedReferences(spec).flatMap((reference) => (reference.kind === kind ? [reference.name] : [])))];
}
