import type { EventFacts, PodStatusFacts, StorageFacts, ClusterFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { claimTroubles, type ClaimTrouble, type ClaimTroubleKind } from '../../facts/claim-trouble.ts';
import { type Scheduling } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { eventEvidence, fieldEvidence } from './evidence.ts';
import { kubectl, look } from './remedies.ts';
import { messageEvidence } from './scheduling.ts';
import { waitsForNode } from '../../facts/trouble.ts';
import { secondsBetween } from '../../facts/time.ts';

/** A claim in trouble with what the scheduler says of it. */
export interface StuckClaim extends ClaimTrouble {
  readonly scheduling?: Scheduling;
}

/** Seconds within which a claim of a new pod may still be made or looked at. */
const soon = 5;

/** The claims of some kinds of trouble that keep a pod from being scheduled. None for a pod that has a node, is gated or being deleted. */
export function stuckClaims(
  facts: {
    readonly status: PodStatusFacts;
    readonly storage: StorageFacts;
    readonly now: number;
    readonly events?: readonly EventFacts[];
    readonly cluster?: ClusterFacts;
  },
  ...kinds: ClaimTroubleKind[]
): StuckClaim[] {
  const { status, storage, now } = facts;
  if (!waitsForNode(status) || status.deletion || status.pod.spec?.schedulingGates?.length) return [];
  const scheduling = placementOf(facts);
  const said = scheduling?.message !== undefined;
  if (!said && secondsBetween(status.created ?? 0, now) < soon) return [];
  const troubles = claimTroubles(storage, said ? scheduling : undefined, now).filter(({ kind }) =>
    kinds.includes(kind),
  );
  return troubles.map((trouble) => ({ ...trouble, ...(said ? { scheduling } : {}) }));
}

/** What the findings about claims share: the scheduler's words decide how sure it is. */
export function aboutClaim({ scheduling }: StuckClaim): Pick<Observation, 'confidence' | 'weight'> {
  return { confidence: scheduling ? 'certain' : 'likely', weight: 52 };
}

/** What the scheduler, the claim and its newest telling event say. */
export function claimEvidence({ claim, object, event, scheduling }: StuckClaim): EvidenceItem[] {
  const { storageClassName, accessModes, resources } = object?.spec ?? {};
  const asks = [
    `phase ${object?.status?.phase ?? 'unknown'}`,
    storageClassName === undefined ? 'no storageClassName' : `storageClassName ${storageClassName || '""'}`,
    ...(accessModes ? [accessModes.join(', ')] : []),
    ...(resources?.requests?.['storage'] === undefined ? [] : [String(resources.requests['storage'])]),
  ];
  return [
    ...(scheduling ? messageEvidence(scheduling) : []),
    ...(object ? [fieldEvidence('claim', claim.claimName, asks.join(', '))] : []),
    ...(event ? [eventEvidence(event)] : []),
  ];
}

/** A look at the claim and what was said about it. */
export function describeClaim(subject: Subject, name: string): Remedy {
  return look(`Look at claim ${name}`, 'its events say what happens to it', kubectl(subject, 'describe', 'pvc', name));
}
