import { gracePeriodZero } from '../../../src/rules/shutdown/grace-period-zero.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const pod = 'terminationGracePeriodSeconds: 0';
const path = 'spec.template.spec.terminationGracePeriodSeconds';

testLint(gracePeriodZero, {
  fires: [
    {
      name: 'a Deployment',
      yaml: manifest('Deployment', { pod }),
      expect: [{ path, severity: 'warning', stage: 'shutdown' }],
    },
    {
      name: 'a StatefulSet',
      yaml: manifest('StatefulSet', { pod }),
      expect: [{ path, severity: 'error', says: ['same name'] }],
    },
    {
      name: 'with a hook that never runs',
      yaml: manifest('Deployment', { pod, container: 'lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}' }),
      expect: [{ path, says: ['The preStop hook of web never runs'] }],
    },
  ],
  silent: [
    { name: 'one second', yaml: manifest('Deployment', { pod: 'terminationGracePeriodSeconds: 1' }) },
    { name: 'not set', yaml: manifest('Deployment') },
    {
      name: 'a pod that only holds a place',
      yaml: manifest('Deployment', { pod: `${pod}\ncontainers: [{name: pause, image: "registry.k8s.io/pause:3.9"}]` }),
    },
  ],
});
