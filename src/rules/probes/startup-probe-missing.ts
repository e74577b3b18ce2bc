import { defineRule } from '../../core/rule.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, probeEvidence } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';

/** From so many seconds on an initial delay of liveness stands for the start of the program. */
const long = 60;

export const startupProbeMissing = defineRule({
  id: 'startup-probe-missing',
  title: 'A long initial delay stands in for a startup probe',
  topic: 'probes',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],

  *check({ spec, subject }) {
    const probes = allProbes(spec);
    for (const liveness of probes) {
      const { container, probe, timing, path } = liveness;
      if (liveness.type !== 'liveness' || timing.initialDelay < long || container.spec.startupProbe) continue;
      const readiness = probes.find((one) => one.container === container && one.type === 'readiness');
      // Then liveness-kills-slow-start says it.
      if (readiness && timing.effectAfter < readiness.timing.initialDelay) continue;
      const { initialDelaySeconds: _delay, terminationGracePeriodSeconds: _grace, ...check } = probe;
      const tries = Math.ceil(timing.effectAfter / timing.period) + 1;
      yield {
        container,
        path: `${path}.initialDelaySeconds`,
        title: `liveness of ${containerText(container)} waits ${timing.initialDelay} s after every start; a startup probe would wait only as long as it takes`,
        explanation:
          `The initial delay counts from every start: a container that hangs in its first ${timing.initialDelay} s is noticed only then, and a start that takes longer than ` +
          `${timing.effectAfter} s (${timing.initialDelay} + ${timing.failureThreshold - 1} × ${timing.period}) is killed. A startup probe holds liveness back until it has passed, and no longer.`,
        evidence: [probeEvidence(liveness)],
        remedies: [
          changeContainer(
            subject,
            container,
            ['startupProbe'],
            { ...check, periodSeconds: timing.period, failureThreshold: tries },
            {
              action: `Add a startup probe that allows ${tries * timing.period} s (${tries} × ${timing.period}), and take the initial delay of liveness away`,
              why: 'it gives the start no less time than now, and liveness begins as soon as it has passed',
            },
          ),
        ],
      };
    }
  },
});
