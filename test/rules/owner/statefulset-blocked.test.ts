import { statefulsetBlocked } from '../../../src/rules/owner/statefulset-blocked.ts';
import { ago, anEvent, aPod, aWorkload, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const set = (spec: Record<string, unknown> = {}, status: Record<string, unknown> = {}) =>
  aWorkload('StatefulSet', 'db', {
    spec: { replicas: 3, ...spec },
    status: { replicas: 1, updateRevision: 'db-new', ...status },
  });

function pod(
  ordinal: number,
  options: { revision?: string; reason?: string; unready?: boolean; readyFor?: number; deleted?: boolean } = {},
) {
  const { revision = 'db-new', reason, unready = reason !== undefined, deleted } = options;
  return aPod({
    name: `db-${ordinal}`,
    owner: { kind: 'StatefulSet', name: 'db' },
    labels: { 'controller-revision-hash': revision },
    containers: [{ name: 'db', ...(reason ? { state: waiting(reason) } : {}), ready: !unready }],
    ...(deleted ? { metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 } } : {}),
    status: {
      phase: reason ? 'Pending' : 'Running',
      conditions: [
        { type: 'Ready', status: unready ? 'False' : 'True', lastTransitionTime: ago(options.readyFor ?? 60) },
      ],
    },
  });
}

testRule(statefulsetBlocked, {
  fires: [
    {
      name: 'the first pod cannot start, so the others are not created',
      target: 'sts/db',
      objects: [set(), pod(0, { reason: 'CrashLoopBackOff' })],
      expect: [{ severity: 'error', says: ['db-1 and db-2 are not created before db-0 is ready'] }],
    },
    {
      name: 'numbers that do not begin at 0',
      target: 'sts/db',
      objects: [set({ ordinals: { start: 5 } }), pod(5, { reason: 'ErrImagePull' })],
      expect: [{ says: ['db-6 and db-7'] }],
    },
    {
      name: 'its readiness probe has failed some times',
      target: 'sts/db',
      objects: [
        set(),
        pod(0, { unready: true }),
        anEvent('Unhealthy', 'Readiness probe failed: no', { count: 4, object: { kind: 'Pod', name: 'db-0' } }),
      ],
      expect: [{ says: ['db-0'] }],
    },
    {
      name: 'an update stops at the highest number',
      target: 'sts/db',
      objects: [
        set({ replicas: 2 }, { replicas: 2, readyReplicas: 1 }),
        pod(0, { revision: 'db-old' }),
        pod(1, { reason: 'ImagePullBackOff' }),
      ],
      expect: [{ says: ['db-1', 'db-0 keeps the old template'] }],
    },
    {
      name: 'an update stops, and several wait',
      target: 'sts/db',
      objects: [
        set({ podManagementPolicy: 'Parallel' }, { replicas: 3, readyReplicas: 2 }),
        pod(0, { revision: 'db-old' }),
        pod(1, { revision: 'db-old' }),
        pod(2, { reason: 'ImagePullBackOff' }),
      ],
      expect: [
        {
          says: [
            'the update of StatefulSet db stops at db-2: db-1 and db-0 keep the old template',
            'so db-1 and db-0 wait.',
          ],
          saysNot: ['are not created'],
        },
      ],
    },
    {
      name: 'OnDelete: the broken pod keeps its template until somebody deletes it',
      target: 'sts/db',
      objects: [
        set({ replicas: 1, updateStrategy: { type: 'OnDelete' } }, { readyReplicas: 0 }),
        pod(0, { reason: 'CrashLoopBackOff', revision: 'db-bad' }),
      ],
      expect: [
        {
          detail: 'old-template',
          says: ['only when somebody deletes them'],
          command: 'kubectl -n shop delete pod db-0',
        },
      ],
    },
    {
      name: 'the broken pod itself is explained',
      target: 'pod/db-0',
      objects: [set({ replicas: 1 }), pod(0, { reason: 'CrashLoopBackOff', revision: 'db-bad' })],
      expect: [{ detail: 'old-template', command: 'kubectl -n shop delete pod db-0' }],
    },
    {
      name: 'a corrected template does not reach the broken pod',
      target: 'sts/db',
      objects: [
        set({ replicas: 2 }, { replicas: 2, readyReplicas: 1 }),
        pod(0),
        pod(1, { reason: 'ImagePullBackOff', revision: 'db-bad' }),
      ],
      expect: [{ detail: 'old-template', says: ['db-bad', 'db-new'], command: 'kubectl -n shop delete pod db-1' }],
    },
    { name: 'recorded: not created', recording: 'mongo-rs', expect: [{ says: ['mongo-0', 'mongo-1 and mongo-2'] }] },
    {
      name: 'recorded: the fixed template',
      recording: 'kafka-cluster',
      expect: [{ says: ['kafka-1', 'kafka-684989c78c'] }],
    },
  ],
  silent: [
    {
      name: 'another pod than the broken one is explained',
      target: 'pod/db-0',
      objects: [set({ replicas: 2 }), pod(0), pod(1, { reason: 'CrashLoopBackOff' })],
    },
    {
      name: 'the first pod is just starting',
      target: 'sts/db',
      objects: [set(), pod(0, { reason: 'ContainerCreating' })],
    },
    {
      name: 'its readiness probe has failed once',
      target: 'sts/db',
      objects: [
        set(),
        pod(0, { unready: true }),
        anEvent('Unhealthy', 'Readiness probe failed: no', { object: { kind: 'Pod', name: 'db-0' } }),
      ],
    },
    {
      name: 'a pod is being replaced in an update',
      target: 'sts/db',
      objects: [set({ replicas: 2 }), pod(0, { revision: 'db-old' }), pod(1, { deleted: true, readyFor: 90000 })],
    },
    {
      name: 'Parallel creates all at once',
      target: 'sts/db',
      objects: [set({ podManagementPolicy: 'Parallel' }), pod(0, { reason: 'CrashLoopBackOff' }), pod(1), pod(2)],
    },
    { name: 'all are healthy', target: 'sts/db', objects: [set(), pod(0), pod(1), pod(2)] },
    {
      name: 'pods below the partition keep their template',
      target: 'sts/db',
      objects: [
        set({ replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }),
        pod(0, { revision: 'db-old' }),
        pod(1, { reason: 'CrashLoopBackOff' }),
      ],
    },
  ],
});
