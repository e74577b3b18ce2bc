import { defineRule } from '../../core/rule.ts';
import { isInjected } from '../../facts/services.ts';
import { workEndOf } from '../../facts/work-end.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

export const initContainerNeverEnds = defineRule({
  id: 'init-container-never-ends',
  title: 'An init container never ends, so the pod never starts',
  topic: 'init',
  severity: 'error',
  verdict: 'starting',
  stage: 'start',
  needs: ['spec', 'workload'],

  *check({ spec }) {
    for (const container of spec.containers) {
      if (container.kind !== 'init' || isInjected(container)) continue;
      const { name, path } = container;
      const { end, because, certain } = workEndOf(container);
      if (end !== 'never') continue;
      const behind = spec.containers.filter(
        (one) => one.kind === 'app' || (one.kind !== 'ephemeral' && one.index > container.index),
      );
      const field = container.spec.command ? 'command' : container.spec.args ? 'args' : 'image';
      yield {
        container,
        title: `init container ${name} runs ${shortened(because)}, which does not end by itself`,
        explanation:
          `An init container has to exit with 0 before the next one starts. ${name} ${certain ? 'never does' : 'looks like a program that serves until it is stopped'}, so ` +
          `${listText(behind.map((one) => one.name))} will not start: the pod stays at Init.`,
        evidence: [fieldEvidence('spec', `${path}.${field}`, shortened(because))],
        remedies: [
          advise(
            `Set restartPolicy: Always on ${name} if it is to run beside the others: that makes it a sidecar`,
            'the next container starts as soon as a sidecar has started (Kubernetes 1.29 and later)',
          ),
          advise(
            `Or move ${name} to containers, or let it exit with 0 when its work is done`,
            'only an exit with 0 lets the next one start',
          ),
        ],
        path: `${path}.${field}`,
        ...(certain ? {} : { severity: 'warning' as const, confidence: 'likely' as const }),
      };
    }
  },
});
