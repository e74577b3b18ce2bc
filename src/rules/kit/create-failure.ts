import type { OwnerFacts, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { valueOf } from '../../core/lookup.ts';
import type { Subject } from '../../core/rule.ts';
import type { CreateFailure } from '../../facts/create-failure.ts';
import { parseTime } from '../../facts/time.ts';
import { podSpecFacts, templateOf, templatePathOf } from '../../facts/workload.ts';
import { eventEvidence, fieldEvidence, timed } from './evidence.ts';
import { kubectl, look, workloadRef } from './remedies.ts';

/** What every rule about refused pods says alike: how bad it is, and what the refusal was read from. */
export function refusedCreate(failure: CreateFailure): Pick<Observation, 'severity' | 'verdict' | 'evidence'> {
  const { existing, ready } = failure.progress;
  return {
    severity: existing > 0 ? 'error' : 'critical',
    verdict: existing > 0 && ready > 0 ? 'degraded' : 'failing',
    evidence: evidenceOf(failure),
  };
}

function evidenceOf({ event, condition, creator, progress, times }: CreateFailure): Observation['evidence'] {
  const who = `${creator.kind}/${creator.name}`;
  const message = event?.message.replace('(combined from similar events): ', '');
  return [
    ...(event && message !== undefined ? [eventEvidence({ ...event, message, count: times })] : []),
    ...(condition && !event
      ? [
          {
            ...fieldEvidence('owner', `${who} status.conditions[${condition.type}]`, condition.message ?? ''),
            ...timed(parseTime(condition.lastTransitionTime)),
          },
        ]
      : []),
    fieldEvidence('owner', who, `${progress.existing} of ${progress.desired} exist`),
  ];
}

/** Which pods are missing for it, a whole sentence: `2 of its 3 pods exist, the third is refused.` */
export function missingPods({ creator, progress, resource }: CreateFailure): string {
  const { desired, existing, updated } = progress;
  const what = resource === 'pods' ? 'pod' : resource === 'persistentvolumeclaims' ? 'claim' : 'object';
  if (what !== 'pod') return `Without that ${what} ${desired === 1 ? 'its pod is' : 'its pods are'} not created.`;
  const versions = ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(creator.kind);
  if (versions && (existing >= desired || (updated === 0 && existing > 0))) {
    return `No pod of its new version can be created; ${existing === 1 ? 'the old one stays' : `the ${existing} old ones stay`}.`;
  }
  if (existing === 0) return desired === 1 ? 'Its only pod is not created.' : `None of its ${desired} pods is created.`;
  const rest = desired - existing;
  return `${existing} of its ${desired} pods exist, the other ${rest === 1 ? 'one is' : `${rest} are`} refused.`;
}

/** The template that the refused pods are made from; the explained pod may be of an older one. */
export function refusedTemplate(owner: OwnerFacts, spec: PodSpecFacts | undefined): PodSpecFacts | undefined {
  const top = owner.chain.at(-1);
  const object = valueOf(top?.object);
  const template = object && templateOf(object);
  return top && template ? podSpecFacts(template, templatePathOf(top.kind)) : spec;
}

/** To see whether the change was enough: controllers try again by themselves, at the latest after some minutes. */
export function watchEvents(subject: Subject): Remedy {
  return look(
    'See what the API server answers to the next attempt',
    'the controller tries again by itself, and one refusal can hide another',
    kubectl(subject, 'describe', workloadRef(subject)),
  );
}
