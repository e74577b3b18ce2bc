import { memoryLimitMissing } from '../../../src/rules/resources/memory-limit-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].resources.limits';

function web(resources: string, more = ''): string {
  return manifest('Deployment', { container: `resources: ${resources}` }) + more;
}

testLint(memoryLimitMissing, {
  fires: [
    {
      name: 'a request and no limit',
      yaml: web('{requests: {cpu: 100m, memory: 128Mi}}'),
      expect: [{ path: at, container: 'web', severity: 'warning', stage: 'running', says: ['128Mi', 'Burstable'] }],
    },
    {
      name: 'a cpu limit is none for memory',
      yaml: web('{requests: {memory: 1Gi}, limits: {cpu: 1}}'),
      expect: [{ path: at }],
    },
    {
      name: 'a limit of 0 is none',
      yaml: web('{requests: {memory: 1Gi}, limits: {memory: 0}}'),
      expect: [{ path: at }],
    },
    {
      name: 'a Job and its sidecar',
      yaml: manifest('Job', {
        container: 'resources: {limits: {memory: 1Gi}}',
        pod: 'restartPolicy: Never\ninitContainers: [{name: proxy, image: p:1, restartPolicy: Always, resources: {requests: {memory: 64Mi}}}]',
      }),
      expect: [{ path: 'spec.template.spec.initContainers[0].resources.limits', container: 'proxy' }],
    },
  ],
  silent: [
    { name: 'a limit', yaml: web('{limits: {memory: 128Mi}}') },
    { name: 'no request either, which another rule tells', yaml: web('{requests: {cpu: 1}}') },
    { name: 'no cpu limit', yaml: web('{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}') },
    {
      name: 'an init container',
      yaml: manifest('Deployment', {
        container: 'resources: {limits: {memory: 1Gi}}',
        pod: 'initContainers: [{name: a, image: b:1, resources: {requests: {memory: 1Gi}}}]',
      }),
    },
    {
      name: 'the pod as a whole is limited',
      yaml: manifest('Deployment', {
        container: 'resources: {requests: {memory: 1Gi}}',
        pod: 'resources: {limits: {memory: 2Gi}}',
      }),
    },
    {
      name: 'a LimitRange sets one',
      yaml: web(
        '{requests: {memory: 128Mi}}',
        '---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, default: {memory: 256Mi}}]}\n',
      ),
    },
  ],
});
