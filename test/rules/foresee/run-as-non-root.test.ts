import { runAsNonRoot } from '../../../src/rules/start/run-as-non-root.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const at = 'spec.template.spec';

testForesight(runAsNonRoot, {
  fires: [
    {
      name: 'the pod forbids root and the container asks for it',
      yaml: aDeployment('securityContext: {runAsNonRoot: true}', 'securityContext: {runAsUser: 0}'),
      expect: [
        {
          path: `${at}.containers[0].securityContext.runAsUser`,
          container: 'web',
          severity: 'critical',
          detail: 'run-as-user-0',
          says: ['runAsNonRoot is true', 'CreateContainerConfigError'],
        },
      ],
    },
    {
      name: 'both stand at the pod',
      yaml: aDeployment('securityContext: {runAsNonRoot: true, runAsUser: 0}'),
      expect: [{ path: `${at}.securityContext.runAsUser` }],
    },
    {
      name: 'an official image that runs as root',
      yaml: aDeployment('', 'securityContext: {runAsNonRoot: true}').replace('example.com/web:1', 'redis:7'),
      expect: [{ path: `${at}.containers[0].securityContext.runAsNonRoot`, severity: 'warning', detail: 'root-image' }],
    },
  ],
  silent: [
    { name: 'another user', yaml: aDeployment('securityContext: {runAsNonRoot: true, runAsUser: 1000}') },
    {
      name: 'the container has a user of its own',
      yaml: aDeployment('securityContext: {runAsNonRoot: true, runAsUser: 0}', 'securityContext: {runAsUser: 1000}'),
    },
    { name: 'root is allowed', yaml: aDeployment('securityContext: {runAsUser: 0}') },
    { name: 'an image of which nothing is known', yaml: aDeployment('securityContext: {runAsNonRoot: true}') },
    {
      name: 'an image that is made for it',
      yaml: aDeployment('securityContext: {runAsNonRoot: true}').replace(
        'example.com/web:1',
        'nginxinc/nginx-unprivileged:1',
      ),
    },
    {
      name: 'Windows has no uids',
      yaml: aDeployment(
        'os: {name: windows}\nsecurityContext: {runAsNonRoot: true}',
        'securityContext: {runAsUser: 0}',
      ),
    },
  ],
});
