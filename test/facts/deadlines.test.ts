import { expect, test } from '@jest/globals';
import { deadlineOf, progressDeadlineOf } from '../../src/facts/deadlines.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

const pod = (spec = {}) => podSpecFacts({ spec }, 'spec.template.spec');

test.each([
  ['a Deployment by default', { kind: 'Deployment', spec: {} }, 600, 'spec.progressDeadlineSeconds'],
  ['a Job', { kind: 'Job', spec: { activeDeadlineSeconds: 5 } }, 5, 'spec.activeDeadlineSeconds'],
  [
    'a CronJob',
    { kind: 'CronJob', spec: { jobTemplate: { spec: { activeDeadlineSeconds: 5 } } } },
    5,
    'spec.jobTemplate.spec.activeDeadlineSeconds',
  ],
])('%s', (_name, object, seconds, path) => {
  expect(deadlineOf(pod(), object)).toMatchObject({ seconds, path });
});

test('the shortest counts', () => {
  expect(
    deadlineOf(pod({ activeDeadlineSeconds: 9 }), { kind: 'Job', spec: { activeDeadlineSeconds: 20 } }),
  ).toMatchObject({
    seconds: 9,
    path: 'spec.template.spec.activeDeadlineSeconds',
  });
});

test('none', () => {
  expect(deadlineOf(pod(), undefined)).toBeUndefined();
  expect(deadlineOf(pod(), { kind: 'StatefulSet', spec: {} })).toBeUndefined();
  expect(progressDeadlineOf({ kind: 'Deployment', spec: { progressDeadlineSeconds: 2147483647 } })).toBeUndefined();
});
