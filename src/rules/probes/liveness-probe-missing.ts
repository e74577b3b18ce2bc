import { defineRule } from '../../core/rule.ts';
import { isInjected } from '../../facts/services.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers, worksToEnd } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';

export const livenessProbeMissing = defineRule({
  id: 'liveness-probe-missing',
  title: 'A container that hangs would not be restarted',
  topic: 'probes',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  offByDefault: true,
  needs: ['spec'],

  *check({ spec, subject }) {
    if (worksToEnd(spec, subject)) return;
    for (const container of stayingContainers(spec)) {
      if (container.spec.livenessProbe || isInjected(container)) continue;
      yield {
        container,
        path: `${container.path}.livenessProbe`,
        title: `${containerText(container)} has no liveness probe`,
        explanation:
          'The kubelet restarts a container whose process ends; one whose process hangs it restarts only for a liveness probe. A program that ends when it is in trouble needs none.',
        evidence: [fieldEvidence('spec', `${container.path}.livenessProbe`, 'not set')],
        remedies: [
          advise(
            `Give ${container.name} a liveness probe if it can hang without ending`,
            'it should ask the process itself, not what the process depends on',
          ),
        ],
      };
    }
  },
});
