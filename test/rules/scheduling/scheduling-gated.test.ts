import { schedulingGated } from '../../../src/rules/scheduling/scheduling-gated.ts';
import { onNode, pendingPod } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const gated = (...names: string[]): ReturnType<typeof pendingPod> =>
  pendingPod({ spec: { schedulingGates: names.map((name) => ({ name })) } });

testRule(schedulingGated, {
  fires: [
    {
      name: 'a gate of Kueue',
      objects: [gated('kueue.x-k8s.io/admission')],
      expect: [
        {
          container: null,
          says: ['Only Kueue should remove it when its queue has quota'],
          command: 'kubectl -n shop get workloads.kueue.x-k8s.io',
        },
      ],
    },
    {
      name: 'gates of nobody known',
      objects: [gated('example.com/a', 'example.com/b')],
      expect: [{ says: ['gates example.com/a and example.com/b are'] }],
    },
    { name: 'recorded', recording: 'render-queue', expect: [{ says: ['kueue.x-k8s.io/admission'] }] },

    {
      name: 'a condition that says no more than False',
      objects: [
        pendingPod({
          spec: { schedulingGates: [{ name: 'example.com/a' }] },
          status: { conditions: [{ type: 'PodScheduled', status: 'False' }] },
        }),
      ],
      expect: [{ says: ['status.conditions[PodScheduled]', 'Only the controller that added it should remove it'] }],
    },
    {
      name: 'a gate of JobSet, with what the condition says',
      objects: [
        pendingPod({
          spec: { schedulingGates: [{ name: 'jobset.x-k8s.io/gate' }] },
          metadata: { creationTimestamp: undefined },
          status: {
            conditions: [
              { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked' },
            ],
          },
        }),
      ],
      expect: [
        {
          says: ['Only JobSet should remove it.', 'SchedulingGated: Scheduling is blocked', 'See whether JobSet runs'],
          saysNot: ['See what JobSet says', 'It has waited'],
        },
      ],
    },
  ],
  silent: [
    { name: 'no gates', objects: [pendingPod()] },
    { name: 'it runs', objects: [onNode('web-1', 'node-a')] },
    { name: 'recorded: another scheduler', recording: 'spark-driver' },
  ],
});
