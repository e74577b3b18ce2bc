import { nodeLost } from '../../../src/rules/node/node-lost.ts';
import { aNode, aPod, anEvent, aWorkload, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { condition, deleted, failedPod, marked, silentNode, tolerations } from '../../support/disrupted.ts';

const notReady = (message: string): ReturnType<typeof aNode> =>
  aNode('node-a', { status: { conditions: [condition('Ready', 'False', 90, 'KubeletNotReady', message)] } });
const event = anEvent('NodeNotReady', 'Node is not ready', { reporter: 'node-controller' });

testRule(nodeLost, {
  fires: [
    {
      name: 'recorded',
      recording: 'turbine-ctl',
      expect: [
        {
          container: null,
          severity: 'critical',
          confidence: 'certain',
          says: ['node-b', 'Kubelet stopped posting node status'],
        },
      ],
    },
    {
      name: 'the kubelet is silent: when the pod is deleted is computed',
      objects: [
        marked({ spec: { tolerations }, owner: { kind: 'ReplicaSet', name: 'web' } }),
        aWorkload('ReplicaSet', 'web'),
        silentNode(),
      ],
      expect: [{ detail: 'silent', says: ['for 1 min', 'another 4 min', 'its owner makes another one'] }],
    },
    {
      name: 'a bare pod',
      objects: [marked({ spec: { tolerations } }), silentNode()],
      expect: [{ says: ['nothing makes another one'] }],
    },
    {
      name: 'one that tolerates it for ever',
      objects: [marked({ spec: { tolerations: [{ operator: 'Exists' }] } }), silentNode()],
      expect: [{ says: ['stays bound'] }],
    },
    {
      name: 'the node is gone',
      objects: [marked(), aNode('node-z')],
      expect: [{ detail: 'gone', says: ['no such node'] }],
    },
    {
      name: 'the node says why it is not Ready',
      objects: [marked(), notReady('container runtime is down')],
      expect: [{ detail: 'not-ready', severity: 'critical', says: ['container runtime is down'] }],
    },
    {
      name: 'not Ready, and the pod not marked yet',
      objects: [
        aPod({ restarts: 1, containers: [{ name: 'web', restarts: 1, ready: true }] } as never),
        notReady('PLEG is not healthy'),
      ],
      expect: [{ severity: 'error' }],
    },
    {
      name: 'nobody may look at nodes: the mark and the event',
      objects: [marked(), event],
      expect: [{ detail: 'marked', confidence: 'certain' }],
    },
    { name: 'the mark alone', objects: [marked()], expect: [{ detail: 'marked', confidence: 'likely' }] },
    {
      name: 'phase Unknown of old clusters',
      objects: [
        aPod({
          status: {
            phase: 'Unknown',
            reason: 'NodeLost',
            message: 'Node node-a which was running pod web-1 is unresponsive',
            conditions: [],
          },
        }),
      ],
      expect: [{ detail: 'marked', confidence: 'certain' }],
    },
    {
      name: 'the node is back: information',
      objects: [marked(), aNode('node-a')],
      expect: [{ detail: 'back', severity: 'info' }],
    },
    {
      name: 'the node of an ended pod was removed',
      objects: [
        failedPod('', '', {
          status: {
            phase: 'Failed',
            conditions: [condition('DisruptionTarget', 'True', 9, 'DeletionByPodGC', 'PodGC: node no longer exists')],
          },
        }),
        aNode('node-z'),
      ],
      expect: [{ detail: 'gone' }],
    },
    {
      name: 'it crashed before',
      objects: [
        marked({ containers: [{ name: 'web', state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 4 }] }),
        silentNode(),
      ],
      expect: [{ detail: 'silent' }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod(), aNode('node-a')] },
    {
      name: 'a readiness gate explains the mark',
      objects: [marked({ spec: { readinessGates: [{ conditionType: 'lb' }] } })],
    },
    { name: 'it is being deleted', objects: [marked({ metadata: deleted(60) }), silentNode()] },
    { name: 'it only waits for the network of the node', recording: 'iot-bridge' },
    { name: 'no kubelet ever had it: another rule', recording: 'lab-runner' },
    { name: 'it has ended', objects: [aPod({ status: { phase: 'Succeeded' } }), silentNode()] },
    {
      name: 'its own probe makes it unready',
      objects: [aPod({ containers: [{ name: 'web', ready: false }] }), aNode('node-a')],
    },
  ],
});
