import { probeOnFinishedWork } from '../../../src/rules/probes/probe-on-finished-work.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest, service } from '../../support/manifests.ts';

const container = 'readinessProbe: {tcpSocket: {port: 8080}}';

testLint(probeOnFinishedWork, {
  fires: [
    {
      name: 'a Job',
      yaml: manifest('Job', { container, pod: 'restartPolicy: Never' }),
      expect: [{ path: 'spec.template.spec.containers[0].readinessProbe', severity: 'advice' }],
    },
    {
      name: 'a CronJob',
      yaml: manifest('CronJob', { container }),
      expect: [{ path: 'spec.jobTemplate.spec.template.spec.containers[0].readinessProbe' }],
    },
  ],
  silent: [
    { name: 'a Deployment', yaml: manifest('Deployment', { container }) },
    { name: 'a Service selects the pods of the Job', yaml: manifest('Job', { container }) + service() },
    { name: 'liveness', yaml: manifest('Job', { container: 'livenessProbe: {tcpSocket: {port: 8080}}' }) },
    {
      name: 'a sidecar',
      yaml: manifest('Job', {
        pod: 'initContainers: [{name: p, image: "a:1", restartPolicy: Always, readinessProbe: {tcpSocket: {port: 1}}}]',
      }),
    },
  ],
});
