import type { Workload } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { isDeliveryHook } from '../../facts/job-spec.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, workloadName, workloadRef } from '../kit/remedies.ts';

/** More finished Jobs of a CronJob than anybody looks at. */
const many = 10;

export const jobLeftovers = defineRule({
  id: 'job-leftovers',
  title: 'Finished Jobs stay for ever',
  topic: 'rollout',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['workload'],

  *check({ workload: { object }, subject }) {
    const { kind, metadata, spec = {} } = object as Workload;
    if ((metadata?.ownerReferences ?? []).length > 0 || isDeliveryHook(object)) return;
    if (kind === 'Job' && spec.ttlSecondsAfterFinished === undefined) {
      yield {
        path: 'spec.ttlSecondsAfterFinished',
        title: `${workloadName(subject)} and its pods stay when it has finished`,
        explanation:
          'Nothing removes a finished Job without ttlSecondsAfterFinished: its pods and their logs stay until somebody deletes it.',
        evidence: [fieldEvidence('spec', 'spec.ttlSecondsAfterFinished', 'not set')],
        remedies: [
          act(
            'Have it removed a day after it has finished',
            'its logs can be read until then',
            kubectl(
              subject,
              'patch',
              workloadRef(subject),
              '-p',
              JSON.stringify({ spec: { ttlSecondsAfterFinished: 86400 } }),
            ),
            'the Job and its pods are deleted then',
          ),
        ],
      };
    }
    if (kind !== 'CronJob') return;
    for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) {
      const kept = (spec as Record<string, unknown>)[field];
      if (typeof kept !== 'number' || kept <= many) continue;
      yield {
        path: `spec.${field}`,
        title: `${workloadName(subject)} keeps ${kept} finished Jobs`,
        explanation: `${field} is ${kept}: so many Jobs and their pods stay in the namespace; the default is ${field.startsWith('s') ? 3 : 1}.`,
        evidence: [fieldEvidence('spec', `spec.${field}`, String(kept))],
        remedies: [advise(`Keep ${many} or fewer`, 'what is older is found in the log store')],
      };
    }
  },
});
