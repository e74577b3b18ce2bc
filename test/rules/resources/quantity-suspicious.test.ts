import { quantitySuspicious } from '../../../src/rules/resources/quantity-suspicious.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].resources';

function web(resources: string): string {
  return manifest('Deployment', { container: `resources: ${resources}` });
}

testLint(quantitySuspicious, {
  fires: [
    {
      name: 'millibytes as a limit',
      yaml: web('{limits: {memory: 512m}}'),
      expect: [
        {
          path: `${at}.limits["memory"]`,
          severity: 'error',
          stage: 'start',
          detail: 'milli-bytes',
          says: ['512 thousandths of a byte'],
          fix: [{ kind: 'set', path: `${at}.limits["memory"]`, value: '512Mi' }],
        },
      ],
    },
    {
      name: 'millibytes as a request',
      yaml: web('{requests: {memory: 64m}}'),
      expect: [
        {
          path: `${at}.requests["memory"]`,
          severity: 'warning',
          stage: 'running',
          fix: [{ kind: 'set', path: `${at}.requests["memory"]`, value: '64Mi' }],
        },
      ],
    },
    {
      name: 'a few millibytes may mean anything',
      yaml: web('{requests: {memory: 2m}}'),
      expect: [{ path: `${at}.requests["memory"]`, fix: null }],
    },
    {
      name: 'bytes without a unit',
      yaml: web('{limits: {memory: 512}}'),
      expect: [{ path: `${at}.limits["memory"]`, detail: 'tiny-memory', says: ['512 bytes', '512Mi'], fix: null }],
    },
    {
      name: 'one byte',
      yaml: web('{requests: {memory: 1}}'),
      expect: [{ path: `${at}.requests["memory"]`, fix: null }],
    },
    {
      name: 'less than a runtime needs',
      yaml: web('{limits: {memory: 1Mi}}'),
      expect: [{ path: `${at}.limits["memory"]`, says: ['too little for any program'], saysNot: ['counts bytes'] }],
    },
    {
      name: 'swapped',
      yaml: web('{requests: {cpu: 512Mi, memory: 250m}}'),
      expect: [
        {
          path: `${at}.requests["cpu"]`,
          detail: 'swapped',
          severity: 'error',
          stage: 'pending',
          fix: [
            { kind: 'set', path: `${at}.requests["cpu"]`, value: '250m' },
            { kind: 'set', path: `${at}.requests["memory"]`, value: '512Mi' },
          ],
        },
      ],
    },
    {
      name: 'cpu in bytes',
      yaml: web('{requests: {cpu: 512Mi, memory: 1Gi}}'),
      expect: [{ path: `${at}.requests["cpu"]`, detail: 'cpu-in-bytes', stage: 'pending', fix: null }],
    },
    {
      name: 'cores where thousandths are meant',
      yaml: web('{requests: {cpu: 500, memory: 256Mi}}'),
      expect: [
        {
          path: `${at}.requests["cpu"]`,
          detail: 'huge-cpu',
          says: ['500 processors'],
          fix: [{ kind: 'set', path: `${at}.requests["cpu"]`, value: '500m' }],
        },
      ],
    },
    {
      name: 'cores without anything beside',
      yaml: web('{limits: {cpu: 250}}'),
      expect: [{ path: `${at}.limits["cpu"]`, severity: 'warning', says: ['250m'], fix: null }],
    },
    {
      name: 'less than a thousandth of a core',
      yaml: web('{requests: {cpu: 500u}}'),
      expect: [{ path: `${at}.requests["cpu"]`, severity: 'advice' }],
    },
    {
      name: 'more than any machine has',
      yaml: web('{requests: {memory: 512Ti}}'),
      expect: [{ path: `${at}.requests["memory"]`, detail: 'huge-memory', stage: 'pending' }],
    },
    {
      name: 'the size of a volume and of the pod',
      yaml: manifest('Deployment', {
        pod: 'resources: {limits: {memory: 256m}}\nvolumes: [{name: a, emptyDir: {sizeLimit: 100m}}]',
      }),
      expect: [
        { path: 'spec.template.spec.resources.limits["memory"]' },
        { path: 'spec.template.spec.volumes[0].emptyDir.sizeLimit', says: ['evicted'] },
      ],
    },
  ],
  silent: [
    { name: 'ordinary amounts', yaml: web('{requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: "1.5", memory: 1G}}') },
    { name: 'what Kubernetes makes of 1.1Gi', yaml: web('{requests: {memory: 1181116006400m}}') },
    { name: 'small but real', yaml: web('{requests: {cpu: 1m, memory: 1M}, limits: {memory: 4Mi}}') },
    { name: 'a large machine', yaml: web('{requests: {cpu: 128, memory: 512Gi}}') },
    { name: 'ninety-six cores', yaml: web('{requests: {cpu: 96}}') },
    { name: 'zero', yaml: web('{limits: {cpu: 0, memory: 0}}') },
    { name: 'devices are counted in pieces', yaml: web('{limits: {nvidia.com/gpu: 8, memory: 1Gi}}') },
    { name: 'not a quantity, which the API server refuses', yaml: web('{limits: {memory: 512mb}}') },
  ],
});
