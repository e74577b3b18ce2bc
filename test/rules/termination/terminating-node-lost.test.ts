import { terminatingNodeLost } from '../../../src/rules/termination/terminating-node-lost.ts';
import { aNode, aPod, anEvent } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { condition, deleted, marked, silentNode } from '../../support/disrupted.ts';

const notReady = aNode('node-a', {
  status: { conditions: [condition('Ready', 'False', 300, 'KubeletNotReady', 'PLEG is not healthy')] },
});

testRule(terminatingNodeLost, {
  fires: [
    {
      name: 'recorded',
      recording: 'turbine-hmi',
      expect: [{ container: null, confidence: 'certain', says: ['node-b', 'StatefulSet hmi', 'out-of-service'] }],
    },
    {
      name: 'deleted by hand, the node is silent',
      objects: [marked({ metadata: deleted(100) }), silentNode()],
      expect: [
        {
          detail: 'silent',
          says: ['1 min 10 s ago', 'Its name is taken until then', 'its name is free at once'],
          command: 'kubectl -n shop delete pod web-1 --grace-period=0 --force',
        },
      ],
    },
    {
      name: 'of a Deployment, within its grace period',
      objects: [marked({ metadata: deleted(10), owner: { kind: 'ReplicaSet', name: 'web' } }), silentNode()],
      expect: [
        {
          says: ['Its owner has been free to make another one', 'its owner can make it again'],
          saysNot: ['its grace period ended'],
        },
      ],
    },
    {
      name: 'the node is gone',
      objects: [aPod({ metadata: deleted(100) }), aNode('node-z')],
      expect: [{ detail: 'gone', says: ['does not exist any more'] }],
    },
    {
      name: 'not Ready, and well overdue',
      objects: [marked({ metadata: deleted(100) }), notReady],
      expect: [{ detail: 'not-ready', confidence: 'likely' }],
    },
    {
      name: 'nobody may look at nodes',
      objects: [marked({ metadata: deleted(100) }), anEvent('NodeNotReady', 'Node is not ready')],
      expect: [{ detail: 'marked' }],
    },
  ],
  silent: [
    { name: 'the node is fine', objects: [aPod({ metadata: deleted(100) }), aNode('node-a')] },
    {
      name: 'not Ready, and within the grace period: its kubelet may still do it',
      objects: [marked({ metadata: deleted(10) }), notReady],
    },
    { name: 'not deleted', recording: 'turbine-ctl' },
  ],
});
