import { defineRule } from '../../core/rule.ts';
import { installsScheduler } from '../../facts/installed-schedulers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const schedulerNameCustom = defineRule({
  id: 'scheduler-name-custom',
  title: 'The pod needs a scheduler that may not be there',
  topic: 'placement',
  severity: 'advice',
  verdict: 'pending',
  stage: 'advice',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, bundle }) {
    const { schedulerName = 'default-scheduler', nodeName } = spec.spec;
    if (schedulerName === 'default-scheduler' || schedulerName === '' || nodeName) return;
    if (installsScheduler(bundle, schedulerName)) return;
    const path = `${spec.path}.schedulerName`;
    yield {
      title: `only a scheduler called ${schedulerName} places the pod`,
      explanation: `The default scheduler leaves it alone. Where ${schedulerName} does not run, or runs under another name, the pod stays pending without a single event.`,
      evidence: [fieldEvidence('spec', path, schedulerName)],
      remedies: [
        advise(
          `Make sure that ${schedulerName} is installed wherever this is applied, or remove schedulerName`,
          'nothing else would tell why the pod waits',
        ),
      ],
      path,
    };
  },
});
