import { completed } from '../../../src/rules/outcome/completed.ts';
import { ago, aPod, aWorkload, terminated, wholeNamespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const done = { state: { terminated: terminated(0) } };
const job = aWorkload('Job', 'seed', {
  spec: { completions: 1 },
  status: { succeeded: 1, failed: 1, conditions: [{ type: 'Complete', status: 'True' }] },
});
const owner = { kind: 'Job', name: 'seed' };

testRule(completed, {
  fires: [
    {
      name: 'a bare pod that succeeded',
      objects: [aPod({ containers: [done], spec: { restartPolicy: 'Never' }, status: { phase: 'Succeeded' } })],
      expect: [{ container: null, says: ['exit code 0'] }],
    },
    {
      name: 'the phase does not show it yet',
      objects: [aPod({ containers: [done], spec: { restartPolicy: 'OnFailure' } })],
      expect: [{}],
    },
    {
      name: 'when it began is not known',
      objects: [
        aPod({
          containers: [done],
          metadata: { creationTimestamp: null },
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Succeeded', startTime: null },
        }),
      ],
      expect: [{ says: ['ended with exit code 0, 10 s ago; none is started again'], saysNot: ['after the pod began'] }],
    },
    {
      name: 'of a Job, after several failed attempts and in known time',
      target: 'job/seed',
      objects: [
        aPod({ owner, containers: [done], spec: { restartPolicy: 'Never' }, status: { phase: 'Succeeded' } }),
        aWorkload('Job', 'seed', {
          spec: { completions: 1 },
          status: {
            succeeded: 1,
            failed: 2,
            startTime: ago(100),
            completionTime: ago(10),
            conditions: [{ type: 'Complete', status: 'True' }],
          },
        }),
      ],
      expect: [{ says: ['is complete in 1 min 30 s: 1 of 1 done, after 2 failed attempts'] }],
    },
    {
      name: 'of a Job, after a failed attempt',
      target: 'job/seed',
      objects: [
        aPod({ owner, containers: [done], spec: { restartPolicy: 'Never' }, status: { phase: 'Succeeded' } }),
        job,
      ],
      expect: [{ says: ['Job seed', '1 of 1', '1 failed attempt'] }],
    },
    {
      name: 'the failed attempt of a Job that completed',
      objects: [
        aPod({
          owner,
          containers: [{ state: { terminated: terminated(1) } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
        job,
      ],
      expect: [{ says: ['Another pod did the work'] }],
    },
    {
      name: 'a Job whose success criteria are met, and whose pods are gone',
      target: 'job/seed',
      objects: [
        ...wholeNamespace(),
        aWorkload('Job', 'seed', {
          status: { succeeded: 1, conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }] },
        }),
      ],
      expect: [{ says: ['completed', 'its success criteria are met'] }],
    },
    {
      name: 'a Job whose pods are gone',
      target: 'job/seed',
      objects: [...wholeNamespace(), job],
      expect: [{ container: null, says: ['Job seed completed', '1 of 1', 'pods were removed'] }],
    },
    {
      name: 'a CronJob by its newest Job, whose pods are gone',
      target: 'cronjob/tidy',
      objects: [
        ...wholeNamespace(),
        aWorkload('CronJob', 'tidy', { spec: { schedule: '0 3 * * *' } }),
        aWorkload('Job', 'tidy-1', {
          status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] },
          metadata: { ownerReferences: [{ kind: 'CronJob', name: 'tidy', uid: 'uid-tidy', controller: true }] },
        }),
      ],
      expect: [{ says: ['its last run, Job tidy-1, completed'] }],
    },
    { name: 'a Job, recorded', recording: 'demo-data', expect: [{}] },
    {
      name: 'a sidecar was stopped at the end, recorded',
      recording: 'etl-sidecar',
      expect: [{ says: ['143', 'stops sidecars'] }],
    },
    { name: 'the last run of a CronJob, recorded', recording: 'finance-reports', expect: [{}] },
  ],
  silent: [
    { name: 'it runs', objects: [aPod()] },
    { name: 'ended with 0 and started again', objects: [aPod({ containers: [done] })] },
    {
      name: 'failed',
      objects: [
        aPod({
          containers: [{ state: { terminated: terminated(1) } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
      ],
    },
    { name: 'no status', objects: [aPod({ status: { phase: 'Pending', containerStatuses: [] } })] },
  ],
});
