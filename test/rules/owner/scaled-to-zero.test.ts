import { scaledToZero } from '../../../src/rules/owner/scaled-to-zero.ts';
import { ago, aNode, aPod, aWorkload } from '../../support/builders.ts';
import { deleted } from '../../support/disrupted.ts';
import { aDeployment, ownerEvent } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const daemonSet = (spec: Record<string, unknown>, status: Record<string, unknown> = {}) =>
  aWorkload('DaemonSet', 'agent', {
    spec: { template: { spec: { containers: [{ name: 'agent' }], ...spec } } },
    status: { desiredNumberScheduled: 0, observedGeneration: 1, ...status },
  });

testRule(scaledToZero, {
  fires: [
    {
      name: 'a Deployment, with what it had before',
      target: 'deploy/web',
      objects: [
        ...aDeployment({ replicas: 0 }),
        ownerEvent('Deployment', 'web', 'ScalingReplicaSet', 'Scaled down replica set web-1a from 4 to 0'),
      ],
      expect: [{ severity: 'info', says: ['replicas'], command: 'kubectl -n shop scale deployment/web --replicas=4' }],
    },
    {
      name: 'who set the number, and what a down-scaler noted',
      target: 'sts/db',
      objects: [
        aWorkload('StatefulSet', 'db', {
          spec: { replicas: 0 },
          metadata: {
            annotations: { 'downscaler/original-replicas': '3' },
            managedFields: [
              { manager: 'kube-downscaler', time: ago(60), fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
            ],
          },
        }),
      ],
      expect: [{ says: ['kube-downscaler'], command: 'kubectl -n shop scale statefulset/db --replicas=3' }],
    },
    {
      name: 'a Deployment of which a pod is still ending',
      target: 'deploy/web',
      objects: [
        ...aDeployment({ replicas: 0 }),
        aPod({ owner: { kind: 'ReplicaSet', name: 'web-1a' }, metadata: deleted(5) }),
      ],
      expect: [{ says: ['1 pod is still ending'], saysNot: ['so there are none'] }],
    },
    {
      name: 'a Job that may run no pod',
      target: 'job/seed',
      objects: [aWorkload('Job', 'seed', { spec: { parallelism: 0 } })],
      expect: [
        { says: ['spec.parallelism is 0'], command: 'kubectl -n shop patch job/seed -p {"spec":{"parallelism":1}}' },
      ],
    },
    {
      name: 'a ReplicaSet of an older version',
      target: 'rs/web-1a',
      objects: aDeployment({ replicas: 0 }),
      expect: [{ says: ['belongs to Deployment web'], saysNot: ['--replicas'] }],
    },
    {
      name: 'a DaemonSet whose selector matches no node',
      target: 'ds/agent',
      objects: [daemonSet({ nodeSelector: { disk: 'ssd' } }), aNode('node-a', { labels: { disk: 'hdd' } })],
      expect: [{ severity: 'info', says: ['no node has disk=ssd', 'of the 1 node '] }],
    },
    {
      name: 'a DaemonSet that does not tolerate the nodes',
      target: 'ds/agent',
      objects: [
        daemonSet({}),
        aNode('node-a', { spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] } }),
        aNode('node-b', {
          spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }], unschedulable: true },
        }),
      ],
      expect: [{ says: ['every node carries a taint', 'gpu=yes:NoSchedule'] }],
    },
    {
      name: 'a DaemonSet and nodes that nobody could list',
      target: 'ds/agent',
      objects: [daemonSet({ nodeSelector: { disk: 'ssd' } })],
      expect: [{ says: ['disk=ssd'] }],
    },
    {
      name: 'a Deployment of which some pods are still ending, without its own name for who scaled it',
      target: 'deploy/web',
      objects: [
        ...aDeployment({
          replicas: 0,
          metadata: { managedFields: [{ manager: 'kubectl-scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] },
        }),
        aPod({ owner: { kind: 'ReplicaSet', name: 'web-1a' }, metadata: deleted(5) }),
        aPod({ name: 'web-2', owner: { kind: 'ReplicaSet', name: 'web-1a' }, metadata: deleted(5) }),
      ],
      expect: [{ says: ['2 pods are still ending', 'last set by kubectl-scale.'] }],
    },
    {
      name: 'a DaemonSet that some nodes do not fit and others repel',
      target: 'ds/agent',
      objects: [
        daemonSet({ nodeSelector: { disk: 'ssd' } }),
        aNode('node-a', { labels: { disk: 'hdd' } }),
        aNode('node-b', {
          labels: { disk: 'ssd' },
          spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
        }),
      ],
      expect: [
        {
          says: [
            '1 of 2 nodes lack disk=ssd, and 1 carries a taint that it does not tolerate (gpu=yes:NoSchedule)',
            'Tolerate gpu=yes:NoSchedule in the template of agent',
          ],
        },
      ],
    },
    {
      name: 'a DaemonSet that most nodes repel',
      target: 'ds/agent',
      objects: [
        daemonSet({ nodeSelector: { disk: 'ssd' } }),
        aNode('node-a'),
        ...['node-b', 'node-c'].map((name) =>
          aNode(name, { labels: { disk: 'ssd' }, spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
        ),
      ],
      expect: [{ says: ['1 of 3 nodes lack disk=ssd, and 2 carry a taint'] }],
    },
    {
      name: 'a DaemonSet with an affinity, and nodes that nobody could list',
      target: 'ds/agent',
      objects: [
        daemonSet({
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
        }),
      ],
      expect: [{ says: ['it wants no pods: no node matches its required node affinity'] }],
    },
    {
      name: 'a DaemonSet that asks for nothing, and nodes that nobody could list',
      target: 'ds/agent',
      objects: [daemonSet({})],
      expect: [{ says: ['it wants no pods: no node takes it'] }],
    },
    {
      name: 'recorded: a Deployment',
      recording: 'staging-portal',
      expect: [{ says: ['from 2 to 0', '--replicas=2'] }],
    },
    { name: 'recorded: a DaemonSet', recording: 'gpu-metrics', expect: [{ says: ['accelerator=nvidia'] }] },
  ],
  silent: [
    { name: 'two replicas', target: 'deploy/web', objects: aDeployment({ existing: 2, ready: 2 }) },
    {
      name: 'a DaemonSet that no controller has looked at yet',
      target: 'ds/agent',
      objects: [daemonSet({}, { observedGeneration: 0 })],
    },
    { name: 'a DaemonSet with pods', target: 'ds/agent', objects: [daemonSet({}, { desiredNumberScheduled: 2 })] },
    {
      name: 'a Job has no replicas',
      target: 'job/load',
      objects: [aWorkload('Job', 'load', { spec: { replicas: 0 } })],
    },
  ],
});
