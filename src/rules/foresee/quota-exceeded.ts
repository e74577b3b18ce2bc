import type { Observation } from '../../core/finding.ts';
import type { LimitRange, ResourceQuota } from '../../core/kubernetes.ts';
import { defineForesight } from '../../core/rule.ts';
import { objectsOfKind } from '../../facts/bundle.ts';
import { nameOf } from '../../facts/metadata.ts';
import { podsAtOnce } from '../../facts/pods-at-once.ts';
import { quotaAmount } from '../../facts/quota.ts';
import { quotaOverruns, quotaUnstated, type QuotaOverrun } from '../../facts/quota-check.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { listOf } from '../kit/probe-words.ts';
import { advise } from '../kit/remedies.ts';

export const quotaExceeded = defineForesight({
  of: {
    id: 'quota-exceeded',
    title: 'A ResourceQuota forbids the pods',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload }) {
    const quotas: readonly ResourceQuota[] = objectsOfKind(bundle, 'ResourceQuota', workload.namespace);
    const ranges: readonly LimitRange[] = objectsOfKind(bundle, 'LimitRange', workload.namespace);
    const bare = workload.kind === 'Pod';
    const refused = `The API server ${bare ? 'refuses the pod' : `takes the ${workload.kind} and refuses its pods`}.`;
    const key = `${workload.kind}/${workload.namespace}/${workload.name}`;
    for (const quota of quotas) {
      const name = nameOf(quota);
      const stage = bare ? { stage: 'rejected' as const } : {};
      const unstated = quotaUnstated(quota, spec.spec, ranges);
      for (const container of spec.containers) {
        const own = unstated.filter(
          ({ container: { list, index } }) => container.path === `${spec.path}.${list}[${index}]`,
        );
        if (own.length === 0) continue;
        const resources = own.map(({ resource }) => resource);
        yield {
          container,
          path: `${container.path}.resources`,
          ...stage,
          detail: 'unspecified',
          title: `ResourceQuota ${name} makes ${listOf(resources)} mandatory, and container ${container.name} does not state ${resources.length > 1 ? 'them' : 'it'}`,
          explanation: `The quota counts ${listOf(resources)}, so every container of namespace ${workload.namespace}, init containers included, has to state ${resources.length > 1 ? 'them' : 'it'}; no LimitRange fills them in. ${refused}`,
          evidence: resources.map((resource) =>
            fieldEvidence('namespace', `ResourceQuota/${name}`, `${resource}: ${quota.spec?.hard?.[resource]}`),
          ),
          remedies: [
            advise(`State ${listOf(resources)} in container ${container.name}`, 'the quota can then count it'),
          ],
        };
      }
      const count = podsAtOnce(workload.object);
      const deployed = bundle.deployed?.has(key);
      const overruns = quotaOverruns(quota, spec.spec, count, ranges, deployed);
      if (overruns.length > 0)
        yield {
          ...stage,
          ...overrunWords(name, overruns, count, bare, refused),
          path: placeOf(workload.object.kind, spec.path),
        };
    }
  },
});

function placeOf(kind: string | undefined, podPath: string): string {
  if (kind === 'Deployment' || kind === 'StatefulSet' || kind === 'ReplicaSet') return 'spec.replicas';
  return kind === 'Job' ? 'spec.parallelism' : `${podPath}.containers`;
}

function overrunWords(
  quota: string,
  overruns: readonly QuotaOverrun[],
  count: number,
  bare: boolean,
  refused: string,
): Pick<Observation, 'detail' | 'title' | 'explanation' | 'evidence' | 'remedies'> {
  const sums = overruns.map(({ resource, requested, hard, used }) => {
    const amount = (value: bigint): string => quotaAmount(value, resource);
    const left = used === undefined ? '' : ` and ${amount(used)} is used`;
    return `${count > 1 ? `${count} pods ask` : 'it asks'} for ${amount(requested)} of ${resource}, the quota allows ${amount(hard)}${left}`;
  });
  const some = count > 1 ? 'Not all of its pods can be made.' : refused;
  return {
    detail: 'exceeded',
    title: `ResourceQuota ${quota} does not allow ${bare || count === 1 ? 'the pod' : `${count} such pods`}: too much ${listOf(overruns.map(({ resource }) => resource))}`,
    explanation: `${sums.join('; ').replace(/^./, (letter) => letter.toUpperCase())}. ${some}`,
    evidence: overruns.map(({ resource, hard }) =>
      fieldEvidence('namespace', `ResourceQuota/${quota}`, `${resource}: ${quotaAmount(hard, resource)}`),
    ),
    remedies: [advise('Ask for less, run fewer pods, or raise the quota', 'the sum then fits')],
  };
}
