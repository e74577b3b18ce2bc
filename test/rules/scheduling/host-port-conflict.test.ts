import { hostPortConflict } from '../../../src/rules/scheduling/host-port-conflict.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const taken = refused(1, "1 node(s) didn't have free ports for the requested pod ports");
const binding = (hostPort: number, protocol = 'TCP'): object => ({
  containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort, protocol }] }],
});

testRule(hostPortConflict, {
  fires: [
    {
      name: 'another pod holds it',
      objects: [
        pendingPod({ message: taken, spec: binding(8443) }),
        aNode('node-a'),
        onNode('proxy', 'node-a', { spec: binding(8443) }),
      ],
      expect: [{ container: null, says: ['host port 8443 is taken', 'shop/proxy holds 8443 on node-a'] }],
    },
    {
      name: 'nobody can be seen that holds it',
      objects: [pendingPod({ message: taken, spec: binding(8443) })],
      expect: [{ says: ['8443'], saysNot: ['holds'] }],
    },
    {
      name: 'concluded without a message',
      objects: [
        pendingPod({ spec: binding(53, 'UDP') }),
        aNode('node-a'),
        onNode('dns', 'node-a', { spec: binding(53, 'UDP') }),
      ],
      expect: [{ confidence: 'likely', says: ['UDP 53'] }],
    },
    { name: 'recorded', recording: 'edge-ingress', expect: [{ says: ['18443', 'node-a', 'node-b'] }] },

    {
      name: 'two ports of a pod in the network of its node',
      objects: [
        pendingPod({
          message: taken,
          spec: {
            hostNetwork: true,
            containers: [
              {
                name: 'web',
                ports: [
                  { containerPort: 80, hostPort: 80 },
                  { containerPort: 443, hostPort: 443 },
                ],
              },
            ],
          },
        }),
      ],
      expect: [
        {
          says: [
            'host ports 80 and 443 are taken on the only node',
            'With hostNetwork every port that a container declares is a host port.',
          ],
        },
      ],
    },
    {
      name: 'its spec names no port',
      objects: [pendingPod({ message: taken })],
      expect: [{ says: ['host ports that it asks for are taken on the only node'] }],
    },
  ],
  silent: [
    {
      name: 'another protocol',
      objects: [
        pendingPod({ spec: binding(53) }),
        aNode('node-a'),
        onNode('dns', 'node-a', { spec: binding(53, 'UDP') }),
      ],
    },
    { name: 'recorded: something else', recording: 'quorum-store' },
  ],
});
