import type { EventFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import { nameOf } from '../../facts/metadata.ts';
import { type BlockedSet } from '../../facts/ordinals.ts';
import { progressOf } from '../../facts/rollout.ts';
import { fieldEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';

/** Probes may fail a few times while a program starts. */
const fewFailures = 3;

export function failsProbes(events: readonly EventFacts[] | undefined, pod: string): boolean {
  const warnings = (events ?? []).filter(({ object, type }) => object.name === pod && type === 'Warning');
  const unready = warnings.filter(({ reason }) => reason === 'Unhealthy').reduce((sum, { count }) => sum + count, 0);
  return unready >= fewFailures || warnings.some(({ reason }) => reason !== 'Unhealthy');
}

export function blockedTitle({ blocker, missing, waiting, outOfDate, set }: BlockedSet): string {
  const { name } = blocker.status;
  if (outOfDate)
    return `pod ${name} is not ready and was made from another template than the newest, so it is never replaced by itself`;
  if (missing.length > 0)
    return `${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} not created before ${name} is ready`;
  return `the update of StatefulSet ${nameOf(set)} stops at ${name}: ${listOf(waiting)} ${waiting.length === 1 ? 'keeps' : 'keep'} the old template`;
}

export function blockedExplanation({ blocker, missing, waiting, outOfDate, set }: BlockedSet): string {
  const { name } = blocker.status;
  const { revision = 'unknown' } = blocker;
  const { updateRevision = 'unknown' } = set.status ?? {};
  const byHand = set.spec?.updateStrategy?.type === 'OnDelete';
  const sentences = [
    ...(outOfDate
      ? [
          byHand
            ? `With the update strategy OnDelete pods get a new template only when somebody deletes them, and ${name} still has an older one.`
            : `With podManagementPolicy OrderedReady the controller waits until ${name} is ready before it updates anything, and ${name} was made from another template (revision ${revision}, the newest is ${updateRevision}): a corrected template does not reach it until the pod is deleted.`,
        ]
      : []),
    ...(missing.length > 0
      ? [
          `A StatefulSet with OrderedReady creates its pods one after the other, each when the one before is ready; ${name} is not, so ${listOf(missing)} ${missing.length === 1 ? 'does' : 'do'} not exist.`,
        ]
      : []),
    ...(waiting.length > 0 && !outOfDate
      ? [
          `A StatefulSet updates one pod at a time, from the highest number down, and waits for each; ${name} is not ready, so ${listOf(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'}.`,
        ]
      : []),
  ];
  return sentences.join(' ');
}

export function blockedEvidence({ blocker, missing, set }: BlockedSet): EvidenceItem[] {
  const { name } = blocker.status;
  const { desired, ready } = progressOf(set);
  const at = `StatefulSet/${nameOf(set)}`;
  return [
    fieldEvidence('status', `Pod/${name} conditions[Ready]`, 'not True'),
    fieldEvidence('owner', `${at} status.readyReplicas`, `${ready} of ${desired}`),
    ...(missing.length > 0 ? [fieldEvidence('owner', at, `no pod ${missing.join(', ')}`)] : []),
    ...(blocker.revision && set.status?.updateRevision && blocker.revision !== set.status.updateRevision
      ? [
          fieldEvidence(
            'status',
            `Pod/${name} metadata.labels[controller-revision-hash]`,
            `${blocker.revision}, newest ${set.status.updateRevision}`,
          ),
        ]
      : []),
  ];
}
