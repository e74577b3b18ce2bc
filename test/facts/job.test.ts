import { expect, test } from '@jest/globals';
import { jobRetries, policyMatchOf } from '../../src/facts/job.ts';
import { aWorkload } from '../support/builders.ts';

test('retries with their defaults', () => {
  expect(jobRetries(aWorkload('Job', 'load'))).toEqual({
    backoffLimit: 6,
    restartPolicy: 'Never',
    failed: 0,
  });
  expect(jobRetries(aWorkload('Job', 'load', { spec: { backoffLimit: 4, backoffLimitPerIndex: 1 } }))).toMatchObject({
    backoffLimit: 4,
  });
});

test('what a pod failure policy matched', () => {
  expect(policyMatchOf('Container a for pod ns/p-1 failed with exit code 3 matching FailJob rule at index 2')).toEqual({
    container: 'a',
    exitCode: 3,
    pod: 'p-1',
    action: 'FailJob',
    rule: 2,
  });
  expect(policyMatchOf('Pod ns/p-1 has condition DisruptionTarget matching FailJob rule at index 0')).toEqual({
    podCondition: 'DisruptionTarget',
    pod: 'p-1',
    action: 'FailJob',
    rule: 0,
  });
  expect(policyMatchOf('words of another version')).toEqual({});
});
