import { evictedByTaint } from '../../../src/rules/node/evicted-by-taint.ts';
import { aNode, aPod, anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted, silentNode, target } from '../../support/disrupted.ts';

const by = target('DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint');
const tainted = aNode('node-a', { spec: { taints: [{ key: 'gpu', value: 'true', effect: 'NoExecute' }] } });
const owned = { owner: { kind: 'ReplicaSet', name: 'web' } };
const marking = anEvent('TaintManagerEviction', 'Marking for deletion Pod shop/web-1', { type: 'Normal' });

testRule(evictedByTaint, {
  fires: [
    {
      name: 'recorded',
      recording: 'sensor-hub',
      expect: [{ container: null, says: ['node-b', 'maintenance=kernel:NoExecute'] }],
    },
    {
      name: 'within its grace period',
      objects: [aPod({ ...by, ...owned, metadata: deleted(10) }), aWorkload('ReplicaSet', 'web'), tainted],
      expect: [
        {
          severity: 'warning',
          says: ['gpu=true:NoExecute', '20 s from now'],
          command: 'kubectl taint nodes node-a gpu:NoExecute-',
        },
      ],
    },
    {
      name: 'a taint without a value',
      objects: [
        aPod({ ...by, ...owned, metadata: deleted(10) }),
        aWorkload('ReplicaSet', 'web'),
        aNode('node-a', { spec: { taints: [{ key: 'gpu', effect: 'NoExecute' }] } }),
      ],
      expect: [
        {
          says: ['Tolerate gpu:NoExecute'],
          command:
            'kubectl -n shop patch replicaset/web -p {"spec":{"template":{"spec":{"tolerations":[{"key":"gpu","operator":"Exists","effect":"NoExecute"}]}}}}',
        },
      ],
    },
    {
      name: 'a device of it was tainted',
      objects: [
        aPod({
          ...target('DeletionByDeviceTaintManager', 'Device taint manager: deleting due to NoExecute taint'),
          ...owned,
          metadata: deleted(10),
        }),
        aNode('node-a'),
      ],
      expect: [{ says: ['it is removed from node node-a, which has a NoExecute taint on a device'] }],
    },
    {
      name: 'by a taint that is gone again',
      objects: [aPod({ ...by, ...owned, metadata: deleted(10) }), aNode('node-a')],
      expect: [
        { says: ['Node node-a has a NoExecute taint, which the pod does not tolerate'], saysNot: ['taint nodes'] },
      ],
    },
    {
      name: 'tolerated for a time',
      objects: [
        aPod({
          ...by,
          metadata: deleted(10),
          spec: { tolerations: [{ key: 'gpu', operator: 'Exists', tolerationSeconds: 60 }] },
        }),
        tainted,
      ],
      expect: [{ severity: 'error', says: ['for 60 s'] }],
    },
    {
      name: 'the node was not readable',
      objects: [aPod({ ...by, metadata: deleted(10) })],
      expect: [{ says: ['a NoExecute taint'] }],
    },
    {
      name: 'the event of older clusters',
      objects: [aPod({ metadata: deleted(10) }), marking, tainted],
      expect: [{ says: ['gpu=true'] }],
    },
  ],
  silent: [
    { name: 'the node is lost: that is the cause', recording: 'turbine-hmi' },
    { name: 'the same, hand-built', objects: [aPod({ ...by, metadata: deleted(10) }), silentNode()] },
    {
      name: 'an old condition of a pod that lives on',
      objects: [aPod({ ...by, containers: [{ name: 'web', restarts: 1 }] }), tainted],
    },
    {
      name: 'taken back',
      objects: [
        aPod({ metadata: deleted(10) }),
        anEvent('TaintManagerEviction', 'Marking for deletion Pod shop/web-1', { ago: 60, type: 'Normal' }),
        anEvent('TaintManagerEviction', 'Cancelling deletion of Pod shop/web-1', { type: 'Normal' }),
        tainted,
      ],
    },
    { name: 'deleted by hand', objects: [aPod({ metadata: deleted(10) }), tainted] },
  ],
});
