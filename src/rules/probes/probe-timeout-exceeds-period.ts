import { defineRule } from '../../core/rule.ts';
import { probeField } from '../../facts/probes.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, counted, probeEvidence } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';

export const probeTimeoutExceedsPeriod = defineRule({
  id: 'probe-timeout-exceeds-period',
  title: 'The time-out of a probe is longer than its period',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    for (const one of allProbes(spec)) {
      const { container, timing, type, path } = one;
      const { timeout, period, failureThreshold } = timing;
      if (timeout <= period) continue;
      yield {
        container,
        path: `${path}.timeoutSeconds`,
        // A start that takes longer to be given up harms nobody.
        ...(type === 'startup' ? { severity: 'advice' } : {}),
        title: `the ${type} probe of ${containerText(container)} waits ${timeout} s for an answer and is to be asked every ${period} s`,
        explanation:
          `A probe is asked again only when the attempt before has ended. While there is no answer it is asked every ${timeout} s, not every ${period} s: ` +
          `${counted(failureThreshold, 'failure')} in a row take${failureThreshold === 1 ? 's' : ''} ${failureThreshold * timeout} s (${failureThreshold} × ${timeout}) rather than ${failureThreshold * period} s.`,
        evidence: [probeEvidence(one)],
        remedies: [
          changeContainer(subject, container, [probeField(type), 'timeoutSeconds'], period, {
            action: `Give the ${type} probe a time-out of ${period} s`,
            why: 'the period then holds also when nobody answers',
          }),
          changeContainer(subject, container, [probeField(type), 'periodSeconds'], timeout, {
            action: `Or ask every ${timeout} s`,
            why: 'where an answer may really take that long',
          }),
        ],
      };
    }
  },
});
