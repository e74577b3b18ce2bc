import type { PodDisruptionBudget, Workload } from '../../core/kubernetes.ts';
import type { BundleFacts } from '../../core/manifest.ts';
import { defineRule } from '../../core/rule.ts';
import { objectsOfKind } from '../../facts/bundle.ts';
import { labelsOf } from '../../facts/metadata.ts';
import { leastReplicas, scaled } from '../../facts/rolling-update.ts';
import { matchesSelector, type Labels } from '../../facts/selectors.ts';
import { templateOf } from '../../facts/workload.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { counted } from '../kit/manifest.ts';
import { advise, workloadName } from '../kit/remedies.ts';

/** Kinds with a number of pods of their own; drains leave DaemonSets alone. */
const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet'];

export const pdbBlocksDrain = defineRule({
  id: 'pdb-blocks-drain',
  title: 'A disruption budget lets no pod be evicted',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'rollout',
  needs: ['workload', 'spec', 'bundle'],

  *check({ workload, spec, bundle, subject }) {
    if (!scalable.includes(workload.kind)) return;
    const labels = labelsOf(spec);
    const budgets = (objectsOfKind(bundle, 'PodDisruptionBudget', workload.namespace) as PodDisruptionBudget[]).filter(
      (budget) => matchesSelector(budget.spec?.selector, labels),
    );
    const names = budgets.map(({ metadata }) => metadata?.name ?? '(unnamed)');
    const path = workload.object['spec'] === undefined ? 'spec' : 'spec.replicas';
    if (budgets.length > 1) {
      yield {
        detail: 'several',
        path,
        title: `PodDisruptionBudgets ${listText(names)} select the pods of ${workloadName(subject)}, so none of them can be evicted`,
        explanation: `A pod that ${budgets.length} budgets select is not evicted at all: the Eviction API answers with an error, and a drain of its node waits for ever.`,
        evidence: names.map((name) => fieldEvidence('spec', `PodDisruptionBudget/${name}`, 'selects these pods')),
        remedies: [advise(`Keep one budget and make the selectors of the others narrower`, 'each pod may have one')],
      };
      return;
    }
    const [budget] = budgets;
    const pods = budget ? podsOf(budget, workload.namespace, workload.object, bundle) : 0;
    const rule = budget ? blocks(budget, pods) : undefined;
    if (!budget || !rule || pods < 1) return;
    yield {
      detail: rule.field,
      path,
      title: `PodDisruptionBudget ${names[0]} lets no pod of ${workloadName(subject)} be evicted`,
      explanation: `${rule.says}: none of them may go, so a drain of a node with one of them waits until somebody deletes the pod by hand.`,
      evidence: [
        fieldEvidence('spec', `PodDisruptionBudget/${names[0]}.spec.${rule.field}`, rule.stated),
        fieldEvidence('spec', 'pods that it selects', String(pods)),
      ],
      remedies: [
        ...(pods === 1 ? [advise(`Run 2 replicas or more`, 'one can then go while the other serves')] : []),
        advise(
          `Use maxUnavailable: 1 in PodDisruptionBudget ${names[0]}`,
          'it holds for any number of replicas and lets a drain go on',
        ),
      ],
    };
  },
});

/** All pods that the budget counts: those of the workload and of others in the bundle that it selects. */
function podsOf(budget: PodDisruptionBudget, namespace: string, object: Workload, bundle: BundleFacts): number {
  const selected = scalable.flatMap((kind) =>
    (objectsOfKind(bundle, kind, namespace) as Workload[]).filter((one) =>
      matchesSelector(budget.spec?.selector, templateLabels(one)),
    ),
  );
  const own = selected.find((one) => one.kind === object.kind && one.metadata?.name === object.metadata?.name);
  const others = selected.filter((one) => one !== own);
  return [object, ...others].reduce((sum, one) => sum + leastReplicas(one, bundle), 0);
}

function templateLabels(object: Workload): Labels {
  return labelsOf(templateOf(object));
}

function blocks(
  { spec = {} }: PodDisruptionBudget,
  pods: number,
): { field: string; stated: string; says: string } | undefined {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable !== undefined) {
    // Shares are rounded up, so that only 0 lets none go.
    if (scaled(maxUnavailable, pods, 'up') !== 0) return undefined;
    return { field: 'maxUnavailable', stated: String(maxUnavailable), says: `maxUnavailable is ${maxUnavailable}` };
  }
  const least = scaled(minAvailable, pods, 'up');
  if (least === undefined || least < pods) return undefined;
  const share = typeof minAvailable === 'string' ? `${minAvailable} of ${pods}, rounded up to ${least}` : String(least);
  return {
    field: 'minAvailable',
    stated: String(minAvailable),
    says: `minAvailable is ${share}, and there ${pods === 1 ? 'is' : 'are'} ${counted(pods, 'pod')}`,
  };
}
