import { drainMissing } from '../../../src/rules/shutdown/drain-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest, service } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].lifecycle';
const container = 'ports: [{name: http, containerPort: 8080}]';
const two = 'replicas: 2';
const scaled = (min: string): string =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, ${min} maxReplicas: 9}\n`;

testLint(drainMissing, {
  fires: [
    {
      name: 'two replicas behind a Service',
      yaml: manifest('Deployment', { container, spec: two }) + service(),
      expect: [{ path, severity: 'advice', stage: 'shutdown', says: ['2 replicas', 'Service web', 'preStop sleep'] }],
    },
    {
      name: 'an autoscaler keeps two',
      yaml: manifest('Deployment', { container }) + service() + scaled('minReplicas: 2,'),
      expect: [{ path }],
    },
    {
      name: 'a StatefulSet',
      yaml: manifest('StatefulSet', { container, spec: 'replicas: 3' }) + service('http'),
      expect: [{ path }],
    },
  ],
  silent: [
    { name: 'one replica', yaml: manifest('Deployment', { container }) + service() },
    {
      name: 'an autoscaler that may go down to one',
      yaml: manifest('Deployment', { container, spec: two }) + service() + scaled(''),
    },
    {
      name: 'a hook',
      yaml:
        manifest('Deployment', { container: `${container}\nlifecycle: {preStop: {sleep: {seconds: 5}}}`, spec: two }) +
        service(),
    },
    { name: 'no Service', yaml: manifest('Deployment', { container, spec: two }) },
    {
      name: 'the program says that it drains',
      yaml:
        manifest('Deployment', { container: `${container}\nargs: [--shutdown-delay-duration=10s]`, spec: two }) +
        service(),
    },
    {
      name: 'it goes down for an update anyway',
      yaml: manifest('Deployment', { container, spec: `${two}\nstrategy: {type: Recreate}` }) + service(),
    },
    {
      name: 'only metrics are asked',
      yaml:
        manifest('Deployment', { container: 'ports: [{name: metrics, containerPort: 9100}]', spec: two }) +
        service('metrics'),
    },
    { name: 'a Job', yaml: manifest('Job', { container, spec: 'parallelism: 3' }) + service() },
  ],
});
