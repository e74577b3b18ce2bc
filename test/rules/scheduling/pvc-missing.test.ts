import { pvcMissing } from '../../../src/rules/scheduling/pvc-missing.ts';
import { anEvent } from '../../support/builders.ts';
import { aClaim, failedScheduling, mounting, onNode, pendingPod } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const gone = '0/2 nodes are available: persistentvolumeclaim "web-data" not found. not found';

testRule(pvcMissing, {
  fires: [
    {
      name: 'another claim exists with a similar name',
      objects: [pendingPod({ message: gone, spec: mounting('web-data') }), aClaim('web-dat')],
      expect: [
        {
          container: null,
          detail: 'missing',
          confidence: 'certain',
          says: ['web-data', 'web-dat, which may be meant'],
        },
      ],
    },
    {
      name: 'claims may not be read: the scheduler names it',
      objects: [pendingPod({ message: gone, spec: mounting('web-data') })],
      expect: [{ says: ['web-data'], confidence: 'certain' }],
    },
    {
      name: 'nothing but the event, of Kubernetes 1.33',
      objects: [
        pendingPod({ spec: mounting('web-data') }),
        failedScheduling(
          '0/2 nodes are available: persistentvolumeclaim "web-data" not found. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
        ),
      ],
      expect: [{ says: ['web-data'] }],
    },
    {
      name: 'it is being deleted',
      objects: [
        pendingPod({
          message: '0/2 nodes are available: persistentvolumeclaim "web-data" is being deleted. not found',
          spec: mounting('web-data'),
        }),
        aClaim('web-data', { volumeName: 'pv' }, { phase: 'Bound', deletionTimestamp: '2026-01-15T11:59:00Z' }),
      ],
      expect: [{ detail: 'being-deleted', command: 'kubectl -n shop describe pvc web-data' }],
    },
    {
      name: 'the claim of an ephemeral volume is not made, and nobody says why',
      objects: [
        pendingPod({
          message:
            '0/2 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-1-scratch". not found',
          spec: { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: {} } } }] },
        }),
        aClaim('other'),
      ],
      expect: [{ detail: 'ephemeral', says: ['The control plane makes it for the pod and has not done so yet.'] }],
    },
    {
      name: 'the claim of an ephemeral volume is not made',
      objects: [
        pendingPod({
          message:
            '0/2 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-1-scratch". not found',
          spec: { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: {} } } }] },
        }),
        aClaim('other'),
        anEvent('FailedBinding', 'ephemeral volume scratch: create PVC web-1-scratch: forbidden'),
      ],
      expect: [{ detail: 'ephemeral', says: ['forbidden'] }],
    },
    { name: 'recorded', recording: 'team-wiki', expect: [{ says: ['wiki-data', 'wiki-uploads'] }] },

    {
      name: 'the scheduler says nothing, and the namespace has other claims',
      objects: [pendingPod({ spec: mounting('web-data') }), aClaim('other')],
      expect: [{ detail: 'missing', confidence: 'likely', says: ['web-data'], saysNot: ['PodScheduled'] }],
    },
    {
      name: 'nobody knows how old the pod is',
      objects: [
        pendingPod({ spec: mounting('web-data'), metadata: { creationTimestamp: undefined } }),
        aClaim('other'),
      ],
      expect: [{ detail: 'missing', confidence: 'likely' }],
    },
  ],
  silent: [
    {
      name: 'the pod is a moment old, and its claim may be on the way',
      objects: [pendingPod({ spec: mounting('web-data'), created: 2 }), aClaim('other')],
    },
    {
      name: 'the claim exists',
      objects: [pendingPod({ message: gone, spec: mounting('web-data') }), aClaim('web-data')],
    },
    { name: 'the pod runs', objects: [onNode('web-1', 'node-a', { spec: mounting('web-data') }), aClaim('x')] },
    { name: 'nobody could be asked and nobody says so', objects: [pendingPod({ spec: mounting('web-data') })] },
    { name: 'recorded: unbound', recording: 'git-mirror' },
  ],
});
