import { terminatingFinalizer } from '../../../src/rules/termination/terminating-finalizer.ts';
import { aPod, terminated } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted } from '../../support/disrupted.ts';

const ended = (finishedAgo: number, finalizers: string[]): ReturnType<typeof aPod> =>
  aPod({
    metadata: deleted(finishedAgo + 5, 0, finalizers),
    containers: [{ name: 'web', state: { terminated: terminated(0, 'Completed', { finishedAgo }) } }],
    status: { phase: 'Succeeded' },
  });

testRule(terminatingFinalizer, {
  fires: [
    {
      name: 'recorded',
      recording: 'job-broker',
      expect: [{ container: null, severity: 'error', says: ['queues.northwind.io/drain'] }],
    },
    {
      name: 'of an operator',
      objects: [ended(120, ['ops.example/backup'])],
      expect: [
        {
          severity: 'error',
          says: ['ops.example', '2 min ago'],
          command: 'kubectl -n shop patch pod web-1 --type=merge -p {"metadata":{"finalizers":null}}',
        },
      ],
    },
    {
      name: 'a controller needs a moment: information',
      objects: [ended(3, ['batch.kubernetes.io/job-tracking'])],
      expect: [{ severity: 'info', says: ['Job controller'] }],
    },
    {
      name: 'of the garbage collector',
      objects: [ended(60, ['orphan'])],
      expect: [{ says: ['orphan is removed by the garbage collector'], saysNot: ['api-resources'] }],
    },
    {
      name: 'without a domain',
      objects: [ended(60, ['cleanup.example'])],
      expect: [
        { says: ['a controller of cleanup.example'], command: 'kubectl api-resources --api-group=cleanup.example' },
      ],
    },
    {
      name: 'several',
      objects: [ended(60, ['foregroundDeletion', 'x.example/y'])],
      expect: [{ says: ['foregroundDeletion, x.example/y'] }],
    },
    {
      name: 'it never got to a node',
      objects: [
        aPod({
          metadata: deleted(60, 0, ['x.example/y']),
          spec: { nodeName: '' },
          status: { phase: 'Pending', containerStatuses: [] },
        }),
      ],
      expect: [{ severity: 'error', says: ['Nothing of it runs, and it was to be gone 1 min ago'] }],
    },
  ],
  silent: [
    { name: 'its containers still run', objects: [aPod({ metadata: deleted(10, 30, ['x.example/y']) })] },
    { name: 'nobody deleted it', objects: [aPod({ metadata: { finalizers: ['x.example/y'] } })] },
    { name: 'no finalizers', recording: 'stream-proc' },
  ],
});
