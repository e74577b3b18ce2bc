import { networkNotReady } from '../../../src/rules/preparation/network-not-ready.ts';
import { aNode, aPod, anEvent } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating } from '../../support/preparing.ts';

const message =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
const event = anEvent('NetworkNotReady', `network is not ready: ${message}`);
const node = aNode('node-a', {
  status: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message }] },
});

testRule(networkNotReady, {
  fires: [
    {
      name: 'recorded',
      recording: 'iot-bridge',
      expect: [{ container: null, says: ['node-b', 'cni plugin not initialized'] }],
    },
    {
      name: 'the event alone, which says nothing',
      objects: [creating(), anEvent('NetworkNotReady', 'network is not ready: ')],
      expect: [{ says: ['the kubelet gives no reason'] }],
    },
    { name: 'the event alone', objects: [creating(), event], expect: [{ says: ['node-a'] }] },
    {
      name: 'the node alone, in few words',
      objects: [
        creating(),
        aNode('node-a', {
          status: { conditions: [{ type: 'Ready', status: 'False', message: 'cni plugin not initialized' }] },
        }),
      ],
      expect: [{ says: ['node-a', 'cni plugin not initialized'] }],
    },
    { name: 'the node alone', objects: [creating(), node], expect: [{ says: ['node-a', 'KubeletNotReady'] }] },
  ],
  silent: [
    { name: 'the node is Ready again', objects: [creating(), event, aNode('node-a')] },
    { name: 'the pod uses the network of the node', objects: [creating({ spec: { hostNetwork: true } }), node] },
    { name: 'the pod runs', objects: [aPod(), event, node] },
    {
      name: 'the node is not Ready for another reason',
      objects: [
        creating(),
        aNode('node-a', {
          status: { conditions: [{ type: 'Ready', status: 'False', message: 'PLEG is not healthy' }] },
        }),
      ],
    },
  ],
});
