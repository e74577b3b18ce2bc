import { defineRule } from '../../core/rule.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers } from '../kit/manifest.ts';
import { changePod } from '../kit/remedies.ts';

/** Containers that only hold a place do nothing that could be cut off. */
const pause = /(?:^|\/)pause(?:-amd64)?(?:[:@]|$)/;

export const gracePeriodZero = defineRule({
  id: 'grace-period-zero',
  title: 'Every stop is a SIGKILL',
  topic: 'shutdown',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'shutdown',
  needs: ['spec'],

  *check({ spec, subject }) {
    const containers = stayingContainers(spec);
    if (spec.spec.terminationGracePeriodSeconds !== 0) return;
    if (containers.length > 0 && containers.every(({ spec: { image } }) => pause.test(image ?? ''))) return;
    const hooked = containers.filter((one) => one.spec.lifecycle?.preStop).map(({ name }) => name);
    const stateful = subject.workload.kind === 'StatefulSet';
    const path = `${spec.path}.terminationGracePeriodSeconds`;
    yield {
      path,
      ...(stateful ? { severity: 'error' as const } : {}),
      title: 'terminationGracePeriodSeconds is 0, so every stop is a kill',
      explanation:
        'With 0 the pod vanishes from the API at once and its processes are killed within 2 s: nothing is finished, flushed or closed at a rollout, a drain or an eviction.' +
        (hooked.length > 0 ? ` The preStop hook of ${listText(hooked)} never runs.` : '') +
        (stateful ? ' For a StatefulSet the next pod of the same name may start while the old one still writes.' : ''),
      evidence: [fieldEvidence('spec', path, '0')],
      remedies: [
        changePod(subject, ['terminationGracePeriodSeconds'], 30, {
          action: 'Give the pod 30 s to stop, the default',
          why: 'it ends sooner by itself when it is done sooner',
        }),
      ],
    };
  },
});
