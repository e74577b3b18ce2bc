import type { LimitsFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import type { ResourceQuota } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { type Subject } from '../../core/rule.ts';
import { type CreateFailure } from '../../facts/create-failure.ts';
import { quotaAmount, type QuotaRoom } from '../../facts/quota.ts';
import { missingPods } from './create-failure.ts';
import { listOf } from './probe-words.ts';
import { kubectl, look } from './remedies.ts';

export function quotaNamed(limits: LimitsFacts | undefined, name: string): ResourceQuota | undefined {
  return valueOf(limits?.quotas)?.find(({ metadata }) => metadata?.name === name);
}

export function noRoomWords(
  quota: string,
  rooms: readonly QuotaRoom[],
  failure: CreateFailure,
  { namespace }: Subject,
): Pick<Observation, 'detail' | 'title' | 'explanation'> {
  const what = failure.resource === 'persistentvolumeclaims' ? 'claim' : failure.resource === 'pods' ? 'pod' : 'object';
  const sums = rooms.map(({ resource, requested, used, limited, free }) => {
    const amount = (value: bigint): string => quotaAmount(value, resource);
    return `it allows ${amount(limited)} of ${resource} and ${amount(used)} is used, so ${amount(free)} is free, and the ${what} asks for ${amount(requested)}`;
  });
  const resources = listOf(rooms.map(({ resource }) => resource));
  return {
    detail: 'exceeded',
    title: `ResourceQuota ${quota} has no room for another ${what}${resources ? `: ${resources} ${rooms.length === 1 ? 'is' : 'are'} used up` : ''}`,
    explanation:
      `The quota ${quota} limits what namespace ${namespace} may ask for in all` +
      `${sums.length > 0 ? `: ${sums.join('; ')}` : ''}. ${missingPods(failure)}`,
  };
}

export function quotaEvidence(quota: string, rooms: readonly QuotaRoom[]): Observation['evidence'] {
  return rooms.map(({ resource, used, limited }) => ({
    source: 'namespace' as const,
    ref: `ResourceQuota/${quota}`,
    text: `${resource}: ${quotaAmount(used, resource)} of ${quotaAmount(limited, resource)} used`,
  }));
}

export function unclearWords(
  quota: string | undefined,
  failure: CreateFailure,
  subject: Subject,
): Pick<Observation, 'detail' | 'title' | 'explanation' | 'remedies'> {
  return {
    detail: 'other',
    title: `${quota ? `ResourceQuota ${quota}` : 'a ResourceQuota'} forbids its pods`,
    explanation: `The API server refuses the pods because of a quota: ${failure.text.replace(/\.?$/, '.')} ${missingPods(failure)}`,
    remedies: [describeQuota(subject, quota)],
  };
}

export function describeQuota(subject: Subject, quota: string | undefined): Remedy {
  return look(
    'See what the quota allows and what is used',
    'other workloads of the namespace share it',
    kubectl(subject, 'describe', 'resourcequota', ...(quota ? [quota] : [])),
  );
}
