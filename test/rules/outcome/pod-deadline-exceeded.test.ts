import { podDeadlineExceeded } from '../../../src/rules/outcome/pod-deadline-exceeded.ts';
import { anEvent, aPod, terminated } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const message = 'Pod was active on the node longer than the specified deadline';
const ended = { containers: [{ state: { terminated: terminated(137) } }] };

testRule(podDeadlineExceeded, {
  fires: [
    {
      name: 'the pod failed for it',
      objects: [
        aPod({
          ...ended,
          created: 101,
          spec: { activeDeadlineSeconds: 60 },
          status: { phase: 'Failed', reason: 'DeadlineExceeded', message },
        }),
      ],
      expect: [{ container: null, says: ['60', '2026-01-15T11:59:20Z', 'container web had not finished'] }],
    },
    {
      name: 'its containers are being stopped',
      objects: [
        aPod({ spec: { activeDeadlineSeconds: 60 } }),
        anEvent('DeadlineExceeded', message, { type: 'Normal' }),
      ],
      expect: [{ says: ['are being stopped now'] }],
    },
    {
      name: 'the deadline itself is not known',
      objects: [aPod({ ...ended, status: { phase: 'Failed', reason: 'DeadlineExceeded' } })],
      expect: [{ saysNot: ['activeDeadlineSeconds to'] }],
    },
    { name: 'recorded', recording: 'ad-hoc-query', expect: [{ says: ['20'] }] },
  ],
  silent: [
    { name: 'within its deadline', objects: [aPod({ spec: { activeDeadlineSeconds: 6000 } })] },
    {
      name: 'done before it',
      objects: [aPod({ ...ended, status: { phase: 'Succeeded' } }), anEvent('DeadlineExceeded', message)],
    },
    {
      name: 'the deadline of the Job is another thing',
      objects: [
        aPod(),
        anEvent('DeadlineExceeded', 'Job was active longer than specified deadline', {
          object: { kind: 'Job', name: 'web' },
        }),
      ],
    },
    { name: 'a neighbour was stopped', recording: 'team-playground' },
  ],
});
