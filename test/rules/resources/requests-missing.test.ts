import { requestsMissing } from '../../../src/rules/resources/requests-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].resources';
const sized = 'resources: {limits: {cpu: 1, memory: 64Mi}}';

function web(resources: string, more = {}): string {
  return manifest('Deployment', { container: `resources: ${resources}`, ...more });
}

function limitRange(limits: string, namespace = ''): string {
  return `---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: defaults${namespace}}\nspec: {limits: [${limits}]}\n`;
}

testLint(requestsMissing, {
  fires: [
    {
      name: 'no memory request, and what that means',
      yaml: web('{requests: {cpu: 100m}}'),
      expect: [
        {
          path: `${at}.requests`,
          container: 'web',
          severity: 'warning',
          detail: 'memory',
          says: ['Burstable', 'evicted'],
        },
      ],
    },
    {
      name: 'no cpu request is advice',
      yaml: web('{requests: {memory: 64Mi}, limits: {memory: 64Mi}}'),
      expect: [{ path: `${at}.requests`, severity: 'advice', detail: 'cpu', saysNot: ['evicted'] }],
    },
    {
      name: 'a sidecar beside a container that asks',
      yaml: manifest('Deployment', {
        container: sized,
        pod: 'initContainers: [{name: proxy, image: proxy:2, restartPolicy: Always}]',
      }),
      expect: [
        { path: 'spec.template.spec.initContainers[0].resources', container: 'proxy', detail: 'cpu-and-memory' },
      ],
    },
    {
      name: 'a request of 0 is none',
      yaml: web('{requests: {cpu: 100m, memory: "0"}, limits: {memory: "0"}}'),
      expect: [{ path: `${at}.requests`, detail: 'memory' }],
    },
    {
      name: 'an init container alone keeps the pod from Guaranteed',
      yaml: manifest('StatefulSet', { container: sized, pod: 'initContainers: [{name: chown, image: busybox:1}]' }),
      expect: [
        {
          path: 'spec.template.spec.initContainers[0].resources',
          container: 'chown',
          severity: 'advice',
          detail: 'breaks-guaranteed',
          says: ['Burstable'],
        },
      ],
    },
    {
      name: 'a LimitRange of another namespace',
      yaml: `${web('{requests: {cpu: 100m}}', { metadata: 'namespace: shop' })}---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: other}
spec: {limits: [{type: Container, default: {memory: 1Gi}}]}
`,
      expect: [{ path: `${at}.requests`, detail: 'memory' }],
    },
  ],
  silent: [
    { name: 'limits alone: the API server copies them', yaml: web('{limits: {cpu: 1, memory: 64Mi}}') },
    { name: 'requests for both', yaml: web('{requests: {cpu: 10m, memory: 64Mi}}') },
    { name: 'nothing at all is BestEffort, which another rule tells', yaml: manifest('Deployment') },
    {
      name: 'an init container without requests in a Burstable pod',
      yaml: manifest('Deployment', {
        container: 'resources: {requests: {cpu: 1, memory: 1Gi}}',
        pod: 'initContainers: [{name: a, image: b:1}]',
      }),
    },
    {
      name: 'a LimitRange gives them',
      yaml: web('{requests: {cpu: 100m}}') + limitRange('{type: Container, defaultRequest: {memory: 64Mi}}'),
    },
    {
      name: 'the max of a LimitRange stands in',
      yaml: web('{requests: {cpu: 100m}}') + limitRange('{type: Container, max: {memory: 1Gi}}'),
    },
    {
      name: 'the pod as a whole asks',
      yaml: manifest('Deployment', {
        container: 'resources: {requests: {cpu: 1}}',
        pod: 'resources: {requests: {cpu: 2, memory: 1Gi}}',
      }),
    },
    {
      name: 'a proxy that a mesh has put in',
      yaml: manifest('Deployment', {
        container: sized,
        pod: 'initContainers: [{name: istio-proxy, image: istio/proxyv2:1.24, restartPolicy: Always, resources: {limits: {cpu: 1}}}]',
      }),
    },
    {
      name: 'the test of a chart',
      yaml: manifest('Pod', {
        container: 'resources: {requests: {cpu: 1}}',
        metadata: 'annotations: {helm.sh/hook: test}',
      }),
    },
  ],
});
