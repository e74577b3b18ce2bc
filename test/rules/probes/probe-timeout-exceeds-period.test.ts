import { probeTimeoutExceedsPeriod } from '../../../src/rules/probes/probe-timeout-exceeds-period.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const probe = (numbers: string): string =>
  manifest('Deployment', { container: `livenessProbe: {tcpSocket: {port: 80}, ${numbers}}` });

testLint(probeTimeoutExceedsPeriod, {
  fires: [
    {
      name: 'longer',
      yaml: probe('periodSeconds: 5, timeoutSeconds: 10'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds`, says: ['30 s (3 × 10) rather than 15 s'] }],
    },
    {
      name: 'longer than the default period',
      yaml: probe('timeoutSeconds: 11'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds` }],
    },
    {
      name: 'one try only',
      yaml: probe('periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 1'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds`, says: ['1 failure in a row takes 2 s'] }],
    },
  ],
  silent: [
    { name: 'equal', yaml: probe('periodSeconds: 5, timeoutSeconds: 5') },
    { name: 'shorter', yaml: probe('periodSeconds: 5') },
    { name: 'defaults', yaml: manifest('Deployment', { container: 'livenessProbe: {tcpSocket: {port: 80}}' }) },
  ],
});
