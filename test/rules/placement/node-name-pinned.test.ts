import { nodeNamePinned } from '../../../src/rules/placement/node-name-pinned.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

testLint(nodeNamePinned, {
  fires: [
    {
      name: 'a Deployment',
      yaml: manifest('Deployment', { pod: 'nodeName: node-a' }),
      expect: [
        {
          path: 'spec.template.spec.nodeName',
          severity: 'warning',
          stage: 'pending',
          says: ['node-a', 'kubernetes.io/hostname', 'the controller makes the next one'],
        },
      ],
    },
    {
      name: 'a Pod',
      yaml: manifest('Pod', { pod: 'nodeName: node-a' }),
      expect: [{ path: 'spec.nodeName', saysNot: ['controller'] }],
    },
  ],
  silent: [
    { name: 'the scheduler chooses', yaml: manifest('Deployment') },
    {
      name: 'a node selector',
      yaml: manifest('Deployment', { pod: 'nodeSelector: {kubernetes.io/hostname: node-a}' }),
    },
    {
      name: 'a pod that was printed from a cluster',
      yaml: manifest('Pod', { pod: 'nodeName: node-a', metadata: 'uid: 0b1c' }),
    },
  ],
});
