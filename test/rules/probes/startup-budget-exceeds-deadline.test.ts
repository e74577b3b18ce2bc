import { startupBudgetExceedsDeadline } from '../../../src/rules/probes/startup-budget-exceeds-deadline.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].startupProbe.failureThreshold';
const startup = (numbers: string): string => `startupProbe: {tcpSocket: {port: 80}, ${numbers}}`;

testLint(startupBudgetExceedsDeadline, {
  fires: [
    {
      name: 'longer than the default deadline',
      yaml: manifest('Deployment', { container: startup('failureThreshold: 61') }),
      expect: [
        {
          path,
          severity: 'warning',
          stage: 'rollout',
          says: ['610 s', '61 × 10', 'the default', 'progressDeadlineSeconds to 720 s'],
        },
      ],
    },
    {
      name: 'with its delay',
      yaml: manifest('Deployment', {
        container: startup('initialDelaySeconds: 21, failureThreshold: 10'),
        spec: 'progressDeadlineSeconds: 120',
      }),
      expect: [{ path, says: ['121 s (21 + 10 × 10)'] }],
    },
    {
      name: 'sidecars start before it',
      yaml: manifest('Deployment', {
        container: startup('failureThreshold: 6'),
        spec: 'progressDeadlineSeconds: 100',
        pod: `initContainers:\n- name: proxy\n  image: a:1\n  restartPolicy: Always\n  ${startup('failureThreshold: 5')}`,
      }),
      expect: [{ path, says: ['110 s (50 + 6 × 10)', 'sidecar'] }],
    },
    {
      name: 'several sidecars start before it',
      yaml: manifest('Deployment', {
        container: startup('failureThreshold: 6'),
        spec: 'progressDeadlineSeconds: 100',
        pod: `initContainers:\n${['one', 'two'].map((name) => `- name: ${name}\n  image: a:1\n  restartPolicy: Always\n  ${startup('failureThreshold: 3')}`).join('\n')}`,
      }),
      expect: [{ path, says: ['120 s (30 + 30 + 6 × 10)', 'the sidecars before it included'] }],
    },
    {
      name: 'the deadline of a Job',
      yaml: manifest('Job', { container: startup('failureThreshold: 30'), spec: 'activeDeadlineSeconds: 200' }),
      expect: [{ path, says: ['activeDeadlineSeconds is 200 s', 'DeadlineExceeded'] }],
    },
    {
      name: 'the deadline of the pod',
      yaml: manifest('Pod', { container: startup('failureThreshold: 30'), pod: 'activeDeadlineSeconds: 200' }),
      expect: [{ path: 'spec.containers[0].startupProbe.failureThreshold' }],
    },
  ],
  silent: [
    { name: 'exactly the deadline', yaml: manifest('Deployment', { container: startup('failureThreshold: 60') }) },
    { name: 'shorter', yaml: manifest('Deployment', { container: startup('failureThreshold: 30') }) },
    {
      name: 'a StatefulSet has no deadline',
      yaml: manifest('StatefulSet', { container: startup('failureThreshold: 90') }),
    },
    {
      name: 'no deadline at all',
      yaml: manifest('Deployment', {
        container: startup('failureThreshold: 90'),
        spec: 'progressDeadlineSeconds: 2147483647',
      }),
    },
    { name: 'no startup probe', yaml: manifest('Deployment') },
  ],
});
