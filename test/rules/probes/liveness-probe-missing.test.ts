import { expect, test } from '@jest/globals';
import { livenessProbeMissing } from '../../../src/rules/probes/liveness-probe-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

test('is off unless asked for', () => {
  expect(livenessProbeMissing.offByDefault).toBe(true);
});

testLint(livenessProbeMissing, {
  fires: [
    {
      name: 'a Deployment',
      yaml: manifest('Deployment'),
      expect: [{ path: 'spec.template.spec.containers[0].livenessProbe', severity: 'advice' }],
    },
    {
      name: 'a sidecar, not the init container before it',
      yaml: manifest('DaemonSet', {
        container: 'livenessProbe: {tcpSocket: {port: 80}}',
        pod: 'initContainers:\n- {name: init, image: "a:1"}\n- {name: side, image: "a:1", restartPolicy: Always}',
      }),
      expect: [{ path: 'spec.template.spec.initContainers[1].livenessProbe', container: 'side' }],
    },
  ],
  silent: [
    { name: 'there is one', yaml: manifest('Deployment', { container: 'livenessProbe: {tcpSocket: {port: 80}}' }) },
    { name: 'a Job', yaml: manifest('Job') },
    { name: 'a CronJob', yaml: manifest('CronJob') },
    { name: 'a pod that runs once', yaml: manifest('Pod', { pod: 'restartPolicy: Never' }) },
  ],
});
