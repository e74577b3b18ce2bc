import { startupProbeMissing } from '../../../src/rules/probes/startup-probe-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].livenessProbe.initialDelaySeconds';

function delayed(seconds: number, more = ''): string {
  return manifest('Deployment', {
    container: `livenessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: ${seconds}}\n${more}`,
  });
}

testLint(startupProbeMissing, {
  fires: [
    {
      name: 'a long delay',
      yaml: delayed(120),
      expect: [{ path, severity: 'advice', says: ['140 s (120 + 2 × 10)', '(15 × 10)'] }],
    },
    { name: 'just long enough', yaml: delayed(60), expect: [{ path }] },
  ],
  silent: [
    { name: 'a short delay', yaml: delayed(59) },
    { name: 'there is one', yaml: delayed(120, 'startupProbe: {tcpSocket: {port: 80}}') },
    {
      name: 'liveness-kills-slow-start says more',
      yaml: delayed(60, 'readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 90}'),
    },
    {
      name: 'a delay of readiness',
      yaml: manifest('Deployment', { container: 'readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 90}' }),
    },
  ],
});
