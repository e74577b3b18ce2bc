import { preempted } from '../../../src/rules/node/preempted.ts';
import { aPod, anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted, failedPod, target } from '../../support/disrupted.ts';

const by = target('PreemptionByScheduler', 'default-scheduler: preempting to accommodate a higher priority pod');

testRule(preempted, {
  fires: [
    {
      name: 'recorded',
      recording: 'batch-render',
      expect: [{ container: null, detail: 'by-scheduler', says: ['preempt', 'render-bulk'] }],
    },
    {
      name: 'owned',
      objects: [
        aPod({ ...by, owner: { kind: 'ReplicaSet', name: 'web' }, metadata: deleted(10) }),
        aWorkload('ReplicaSet', 'web'),
      ],
      expect: [{ severity: 'warning', says: ['20 s from now'] }],
    },
    {
      name: 'the event alone',
      objects: [
        aPod({ metadata: deleted(10) }),
        anEvent('Preempted', 'Preempted by pod 6fa1c2de-0000-4000-8000-0123456789ab on node node-a', {
          type: 'Normal',
        }),
      ],
      expect: [{ says: ['6fa1c2de'] }],
    },
    {
      name: 'by the kubelet',
      objects: [failedPod('Preempting', 'Preempted in order to admit critical pod')],
      expect: [{ detail: 'by-kubelet', says: ['critical pod'] }],
    },
    {
      name: 'by the kubelet, from the condition',
      objects: [
        failedPod(
          '',
          '',
          target('TerminationByKubelet', 'Pod was preempted by Kubelet to accommodate a critical pod.'),
        ),
      ],
      expect: [{ detail: 'by-kubelet' }],
    },
  ],
  silent: [
    { name: 'evicted by the API', recording: 'shopping-cart' },
    { name: 'deleted by hand', objects: [aPod({ metadata: deleted(10) })] },
    { name: 'running', objects: [aPod()] },
  ],
});
