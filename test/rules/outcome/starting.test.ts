import { starting } from '../../../src/rules/outcome/starting.ts';
import {
  aNode,
  ago,
  anEvent,
  aPod,
  aWorkload,
  running,
  terminated,
  waiting,
  type PodOptions,
  wholeNamespace,
} from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const creating = waiting('ContainerCreating');
const initializing = { state: waiting('PodInitializing') };
const fresh = (options: PodOptions = {}) => aPod({ created: 20, containers: [{ state: creating }], ...options });
const rolling = aWorkload('Deployment', 'web', {
  spec: { replicas: 3, minReadySeconds: 15 },
  status: { replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 },
});

const held = [{ updateStrategy: { type: 'OnDelete' } }, { updateStrategy: { rollingUpdate: { partition: 2 } } }];

testRule(starting, {
  fires: [
    {
      name: 'its sandbox is made',
      objects: [fresh()],
      expect: [{ container: null, severity: 'info', detail: 'sandbox', says: ['20 s after its creation'] }],
    },
    {
      name: 'its image comes',
      objects: [fresh(), anEvent('Pulling', 'Pulling image "x"', { container: 'web', type: 'Normal' })],
      expect: [{ detail: 'pulling' }],
    },
    {
      name: 'the second of two init containers runs',
      objects: [
        fresh({
          initContainers: [
            { name: 'a', state: { terminated: terminated(0) } },
            { name: 'b', state: running(5), ready: false },
          ],
          containers: [initializing],
        }),
      ],
      expect: [{ detail: 'init', says: ['init container b (2 of 2)', 'for 5 s'] }],
    },
    {
      name: 'no node yet',
      objects: [fresh({ spec: { nodeName: '' }, status: { phase: 'Pending', conditions: [], containerStatuses: [] } })],
      expect: [{ detail: 'scheduling' }],
    },
    {
      name: 'the first readiness probe is yet to come',
      objects: [
        fresh({
          containers: [
            { state: running(10), ready: false, readinessProbe: { initialDelaySeconds: 60, tcpSocket: { port: 80 } } },
          ],
        }),
      ],
      expect: [{ detail: 'readiness', confidence: 'certain', says: ['in 50 s', '1 min'] }],
    },
    {
      name: 'very long, and nobody knows why',
      objects: [fresh({ created: 3000 })],
      expect: [
        { confidence: 'possible', says: ['longer than is usual'], command: 'kubectl -n shop describe pod web-1' },
      ],
    },
    {
      name: 'a ready pod of a rollout that goes well',
      target: 'deploy/web',
      objects: [aPod({ owner: { kind: 'Deployment', name: 'web' } }), rolling],
      expect: [{ says: ['1 of 3 pods', '15 s (minReadySeconds)'] }],
    },
    {
      name: 'an owner that has only just been made',
      target: 'sts/db',
      objects: [...wholeNamespace(), aWorkload('StatefulSet', 'db', { metadata: { creationTimestamp: ago(2) } })],
      expect: [{ severity: 'info', detail: 'no-pods-yet', says: ['StatefulSet/db', '2 s after its creation'] }],
    },
    {
      name: 'a plugin that Kubernetes does not have refuses every node',
      objects: [pendingPod({ message: '0/2 nodes are available: 2 the quota of its pod group is used up.' })],
      expect: [{ severity: 'warning', detail: 'unschedulable', says: ['2 the quota of its pod group is used up'] }],
    },
    {
      name: 'the scheduler itself failed',
      objects: [
        pendingPod({ message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded' }),
      ],
      expect: [{ detail: 'unschedulable', says: ['context deadline exceeded'] }],
    },
    {
      name: 'again, after its node was restarted: the start counts from then',
      objects: [fresh({ created: 9000, containers: [{ state: creating, last: terminated(255, 'Unknown') }] })],
      expect: [{ confidence: 'certain', says: ['10 s after its containers ended'], saysNot: ['longer than is usual'] }],
    },
    { name: 'init, recorded', recording: 'fresh-web', expect: [{}] },
    { name: 'a rollout, recorded', recording: 'roll-forward', expect: [{ says: ['minReadySeconds'] }] },
    { name: 'an initial delay, recorded', recording: 'search-api', expect: [{ detail: 'readiness', says: ['46 s'] }] },

    {
      name: 'no node for long, and nobody says why',
      objects: [pendingPod({ created: 900 })],
      expect: [
        {
          detail: 'scheduling',
          confidence: 'possible',
          command: 'kubectl -n shop describe pod web-1',
          saysNot: ['See whether node'],
        },
      ],
    },
    {
      name: 'nobody knows how old it is',
      objects: [fresh({ metadata: { creationTimestamp: undefined } })],
      expect: [{ detail: 'sandbox', confidence: 'certain', saysNot: ['after its creation'] }],
    },
  ],
  silent: [
    {
      name: 'ready to start, and its spec names no container',
      objects: [
        aPod({ containers: [], status: { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }] } }),
      ],
    },
    {
      name: 'a node would take it by now: the rule of the obstacle says so',
      objects: [
        pendingPod({ message: refused(1, '1 node(s) were unschedulable') }),
        aNode('node-a'),
        onNode('dns', 'node-a', { metadata: { namespace: 'kube-system' } }),
      ],
    },
    ...held.map((spec) => ({
      name: `a rollout that somebody holds: ${JSON.stringify(spec)}`,
      target: 'sts/web',
      objects: [
        aPod({ owner: { kind: 'StatefulSet', name: 'web' } }),
        aWorkload('StatefulSet', 'web', {
          spec: { replicas: 3, ...spec },
          status: { replicas: 3, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 },
        }),
      ],
    })),
    { name: 'ready', objects: [aPod()] },
    { name: 'an owner that has waited too long', target: 'sts/db', objects: [aWorkload('StatefulSet', 'db')] },
    {
      name: 'some containers have done their work and the others run',
      objects: [
        aPod({
          spec: { restartPolicy: 'Never' },
          containers: [{ name: 'work', state: { terminated: terminated(0) } }, { name: 'proxy' }],
        }),
      ],
    },
    { name: 'being deleted', objects: [fresh({ metadata: { deletionTimestamp: '2026-01-15T12:00:20Z' } })] },
    {
      name: 'done, before the phase shows it',
      objects: [fresh({ containers: [{ state: { terminated: terminated(0) } }], spec: { restartPolicy: 'Never' } })],
    },
    {
      name: 'the pod itself is asked about, not the rollout',
      objects: [aPod({ owner: { kind: 'Deployment', name: 'web' } }), rolling],
    },
    { name: 'healthy', recording: 'blog-platform' },
  ],
});
