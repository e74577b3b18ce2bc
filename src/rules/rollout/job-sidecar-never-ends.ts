import { defineRule } from '../../core/rule.ts';
import { isInjected } from '../../facts/services.ts';
import { workEndOf } from '../../facts/work-end.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, workloadName } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

export const jobSidecarNeverEnds = defineRule({
  id: 'job-sidecar-never-ends',
  title: 'A container that never exits keeps the Job from completing',
  topic: 'rollout',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    const { kind } = subject.workload;
    const apps = spec.containers.filter((container) => container.kind === 'app');
    // With one process namespace the others can stop it when they are done.
    if ((kind !== 'Job' && kind !== 'CronJob') || apps.length < 2 || spec.spec.shareProcessNamespace) return;
    const endless = apps.filter((one) => workEndOf(one).end === 'never' && !isInjected(one));
    const workers = apps.filter((one) => !endless.includes(one));
    if (workers.length === 0) return;
    for (const container of endless) {
      const { because, certain } = workEndOf(container);
      const done = listText(workers.map(({ name }) => name));
      yield {
        container,
        path: container.path,
        ...(certain ? {} : { confidence: 'likely' as const }),
        title: `container ${container.name} never exits, so ${workloadName(subject)} does not complete`,
        explanation:
          `A pod of a Job is done when all of its ordinary containers have exited. ${container.name} runs on (${shortened(because)}) when ${done} ${workers.length === 1 ? 'is' : 'are'} done: ` +
          'the pod stays Running and the Job never completes.',
        evidence: [fieldEvidence('spec', container.path, shortened(because, 120))],
        remedies: [
          advise(
            `Move ${container.name} to initContainers and give it restartPolicy: Always (Kubernetes 1.29 and later)`,
            `as a sidecar it starts before ${done} and is stopped when that is done`,
          ),
        ],
      };
    }
  },
});
