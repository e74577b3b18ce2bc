import { volumeInUse } from '../../../src/rules/scheduling/volume-in-use.ts';
import { aNode } from '../../support/builders.ts';
import { aClaim, mounting, onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const message = refused(
  1,
  '1 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);
const single = aClaim('data', { accessModes: ['ReadWriteOncePod'], volumeName: 'pv-1' }, { phase: 'Bound' });

testRule(volumeInUse, {
  fires: [
    {
      name: 'another pod uses the claim',
      objects: [
        pendingPod({ message, spec: mounting('data') }),
        single,
        aNode('node-a'),
        onNode('db-0', 'node-a', { spec: mounting('data') }),
      ],
      expect: [{ container: null, says: ['data', 'ReadWriteOncePod', 'db-0 on node-a'] }],
    },
    {
      name: 'the other pod is about to go',
      objects: [
        pendingPod({ message, spec: mounting('data') }),
        single,
        aNode('node-a'),
        onNode('db-0', 'node-a', { spec: mounting('data'), metadata: { deletionTimestamp: '2026-01-15T12:00:20Z' } }),
      ],
      expect: [{ says: ['db-0 is being deleted'] }],
    },
    { name: 'nobody can be seen', objects: [pendingPod({ message })], expect: [{ says: ['another pod uses it'] }] },
    {
      name: 'a disk named in the pod',
      objects: [pendingPod({ message: refused(2, '2 node(s) had no available disk') })],
      expect: [{ detail: 'disk', says: ['disk'] }],
    },
    { name: 'recorded', recording: 'sqlite-app', expect: [{ says: ['sqlite-data', 'ReadWriteOncePod'] }] },

    {
      name: 'pods of other namespaces and with other volumes do not use it',
      objects: [
        pendingPod({ message, spec: mounting('data') }),
        single,
        aNode('node-a'),
        onNode('far', 'node-a', { spec: mounting('data'), metadata: { namespace: 'other' } }),
        onNode('bare', 'node-a'),
        onNode('scratch', 'node-a', { spec: { volumes: [{ name: 'tmp', emptyDir: {} }] } }),
        onNode('db-0', 'node-a', { spec: mounting('data') }),
      ],
      expect: [
        {
          says: ['pod db-0 uses it', 'mounted by pod db-0 on node-a'],
          saysNot: ['far', 'bare', 'scratch'],
          command: 'kubectl -n shop get pod db-0 -o wide',
        },
      ],
    },
  ],
  silent: [
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: mounting('data') }), single] },
    { name: 'recorded: the limit', recording: 'tenant-db' },
  ],
});
