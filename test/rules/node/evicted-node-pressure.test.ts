import { evictedNodePressure } from '../../../src/rules/node/evicted-node-pressure.ts';
import { aNode, aPod, anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { condition, failedPod, target } from '../../support/disrupted.ts';

const message =
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 51200Ki. Container web was using 400Mi, request is 100Mi, has larger consumption of memory. ';
const pressed = aNode('node-a', {
  status: {
    conditions: [
      condition(
        'MemoryPressure',
        'True',
        60,
        'KubeletHasInsufficientMemory',
        'kubelet has insufficient memory available',
      ),
    ],
  },
});
const owned = { owner: { kind: 'ReplicaSet', name: 'web' } };

testRule(evictedNodePressure, {
  fires: [
    {
      name: 'recorded: bare',
      recording: 'log-shipper',
      expect: [
        {
          container: 'buffer',
          detail: 'memory',
          says: ['node-b', 'buffer', '40.32Mi'],
        },
      ],
    },
    {
      name: 'recorded: a DaemonSet, over and over',
      recording: 'node-tuner',
      expect: [{ detail: 'memory', says: ['node-b'] }],
    },
    {
      name: 'amounts that say nothing, a container that the spec does not have, a node that says little',
      objects: [
        failedPod(
          'Evicted',
          'The node was low on resource: memory. Threshold quantity: 100Mi, available: little. Container gone was using 400Mi, request is 0, has larger consumption of memory. Container web was using 0, request is 0, has larger consumption of memory. ',
          owned,
        ),
        aWorkload('ReplicaSet', 'web', { status: { readyReplicas: 0 } }),
        aNode('node-a', { status: { conditions: [condition('MemoryPressure', 'True', 60)] } }),
      ],
      expect: [
        {
          says: ['(little were left, and the kubelet keeps at least 100Mi free)', 'gone used 400Mi'],
          saysNot: ['Request '],
        },
      ],
    },
    {
      name: 'numbers and a request that would have been honest',
      objects: [
        failedPod('Evicted', message, owned),
        aWorkload('ReplicaSet', 'web', { status: { readyReplicas: 0 } }),
        pressed,
      ],
      expect: [
        {
          says: ['50Mi', '400Mi', 'insufficient memory', '501Mi'],
          command:
            'kubectl -n shop patch replicaset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","resources":{"requests":{"memory":"501Mi"}}}]}}}}',
        },
      ],
    },
    {
      name: 'the words of older kubelets',
      objects: [
        failedPod(
          'Evicted',
          'The node was low on resource: ephemeral-storage. Container web was using 2Gi, which exceeds its request of 0. ',
        ),
      ],
      expect: [{ detail: 'ephemeral-storage', container: 'web', says: ['2Gi'] }],
    },
    {
      name: 'inodes, without consumers',
      objects: [failedPod('Evicted', 'The node was low on resource: inodes. ')],
      expect: [{ detail: 'inodes', container: null }],
    },
    {
      name: 'refused at the door',
      objects: [
        failedPod('Evicted', 'Pod was rejected: The node had condition: [DiskPressure]. ', {
          containers: [{ name: 'web' }],
        }),
      ],
      expect: [{ says: ['refused', 'DiskPressure'] }],
    },
    { name: 'a reason without a message', objects: [failedPod('Evicted', '')], expect: [{ detail: null }] },
    {
      name: 'being stopped: the event tells',
      objects: [aPod({ containers: [{ name: 'web', restarts: 1 }] }), anEvent('Evicted', message)],
      expect: [{ detail: 'memory', says: ['being stopped'] }],
    },
    {
      name: 'only the condition is left',
      objects: [failedPod('', '', target('TerminationByKubelet', message))],
      expect: [{ detail: 'memory' }],
    },
    {
      name: 'replaced: information',
      objects: [failedPod('Evicted', message, owned), aWorkload('ReplicaSet', 'web', { status: { readyReplicas: 1 } })],
      expect: [{ severity: 'info', says: ['as many ready ones'] }],
    },
  ],
  silent: [
    { name: 'its own storage', recording: 'csv-import' },
    { name: 'healthy on a node under pressure', objects: [aPod(), pressed] },
    { name: 'a failure of its own', objects: [failedPod('', '')] },
  ],
});
