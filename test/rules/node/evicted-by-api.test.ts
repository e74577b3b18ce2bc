import { evictedByApi } from '../../../src/rules/node/evicted-by-api.ts';
import { aNode, aPod, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted, target } from '../../support/disrupted.ts';

const by = target('EvictionByEvictionAPI', 'Eviction API: evicting');
const owned = { owner: { kind: 'ReplicaSet', name: 'web' } };

testRule(evictedByApi, {
  fires: [
    { name: 'recorded', recording: 'shopping-cart', expect: [{ container: null, says: ['cart-0'] }] },
    {
      name: 'a drain of a cordoned node',
      objects: [
        aPod({ ...by, ...owned, metadata: deleted(10) }),
        aWorkload('ReplicaSet', 'web'),
        aNode('node-a', { spec: { unschedulable: true } }),
      ],
      expect: [{ severity: 'info', says: ['drain'], command: 'kubectl uncordon node-a' }],
    },
    {
      name: 'a bare pod does not come back',
      objects: [aPod({ ...by, metadata: deleted(10) })],
      expect: [{ severity: 'warning', says: ['No owner'] }],
    },
  ],
  silent: [
    { name: 'preempted', recording: 'batch-render' },
    {
      name: 'an old condition of a pod that lives on',
      objects: [aPod({ ...by, containers: [{ name: 'web', restarts: 1 }] })],
    },
    { name: 'deleted by hand', objects: [aPod({ metadata: deleted(10) })] },
  ],
});
