import { progressDeadlineShort } from '../../../src/rules/rollout/progress-deadline-short.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.progressDeadlineSeconds';
const probe = (type: string, numbers: string): string => `${type}: {tcpSocket: {port: 80}, ${numbers}}`;
const within = (seconds: number, container: string, more = ''): string =>
  manifest('Deployment', { container, spec: `progressDeadlineSeconds: ${seconds}\n${more}` });

testLint(progressDeadlineShort, {
  fires: [
    {
      name: 'ready only when it is over',
      yaml: within(60, probe('readinessProbe', 'initialDelaySeconds: 60')),
      expect: [{ path, severity: 'error', stage: 'rollout', says: ['after 60 s at the earliest', 'to 120 s'] }],
    },
    {
      name: 'several successes are asked',
      yaml: within(60, probe('readinessProbe', 'initialDelaySeconds: 30, successThreshold: 5')),
      expect: [{ path, says: ['70 s', '(30 + 4 × 10)'] }],
    },
    {
      name: 'hardly more than minReadySeconds',
      yaml: within(129, '', 'minReadySeconds: 120'),
      expect: [{ path, severity: 'warning', says: ['9 s'] }],
    },
    {
      name: 'liveness gives the start longer',
      yaml: within(60, probe('livenessProbe', 'initialDelaySeconds: 90')),
      expect: [{ path, container: 'web', severity: 'warning', says: ['110 s (90 + 2 × 10)'] }],
    },
  ],
  silent: [
    { name: 'ready in time', yaml: within(60, probe('readinessProbe', 'initialDelaySeconds: 59')) },
    {
      name: 'the default',
      yaml: manifest('Deployment', { container: probe('readinessProbe', 'initialDelaySeconds: 60') }),
    },
    { name: 'ten seconds beside minReadySeconds', yaml: within(130, '', 'minReadySeconds: 120') },
    { name: 'what the API server refuses', yaml: within(120, '', 'minReadySeconds: 120') },
    { name: 'liveness gives exactly as long', yaml: within(110, probe('livenessProbe', 'initialDelaySeconds: 90')) },
    {
      name: 'liveness without a delay says nothing of the start',
      yaml: within(60, probe('livenessProbe', 'failureThreshold: 10')),
    },
    {
      name: 'a StatefulSet has none',
      yaml: manifest('StatefulSet', { container: probe('readinessProbe', 'initialDelaySeconds: 900') }),
    },
  ],
});
