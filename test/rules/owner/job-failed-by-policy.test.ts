import { jobFailedByPolicy } from '../../../src/rules/owner/job-failed-by-policy.ts';
import { ago, aPod, aWorkload, terminated } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const job = (
  reason: string,
  options: {
    spec?: Record<string, unknown>;
    status?: Record<string, unknown>;
    type?: string;
    message?: string;
    metadata?: Record<string, unknown>;
  } = {},
) =>
  aWorkload('Job', 'load', {
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'load' }] } }, ...options.spec },
    status: {
      startTime: ago(100),
      conditions: [
        {
          type: options.type ?? 'Failed',
          status: 'True',
          reason,
          message: options.message ?? 'it failed',
          lastTransitionTime: ago(40),
        },
      ],
      ...options.status,
    },
    ...(options.metadata ? { metadata: options.metadata } : {}),
  });
const failedPod = aPod({
  name: 'load-x1',
  owner: { kind: 'Job', name: 'load' },
  labels: { 'job-name': 'load' },
  containers: [{ name: 'load', state: { terminated: terminated(3) } }],
  status: { phase: 'Failed' },
});

testRule(jobFailedByPolicy, {
  fires: [
    {
      name: 'an exit code that the policy answers with FailJob',
      target: 'job/load',
      objects: [
        job('PodFailurePolicy', {
          message: 'Container load for pod shop/load-x1 failed with exit code 42 matching FailJob rule at index 1',
        }),
        failedPod,
      ],
      expect: [
        {
          container: 'load',
          detail: 'PodFailurePolicy',
          says: ['42', 'rule 1', 'load-x1'],
          command: 'kubectl -n shop logs load-x1 -c load',
        },
      ],
    },
    {
      name: 'a condition of the pod',
      target: 'job/load',
      objects: [
        job('PodFailurePolicy', {
          message: 'Pod shop/load-x1 has condition DisruptionTarget matching FailJob rule at index 0',
        }),
      ],
      expect: [{ container: null, says: ['DisruptionTarget', 'rule 0'] }],
    },
    {
      name: 'a condition of a pod that is still there',
      target: 'job/load',
      objects: [
        job('PodFailurePolicy', {
          message: 'Pod shop/load-x1 has condition DisruptionTarget matching FailJob rule at index 0',
        }),
        failedPod,
      ],
      expect: [{ command: 'kubectl -n shop logs load-x1' }],
    },
    {
      name: 'words that nobody knows, a Job of Helm, no time',
      target: 'job/load',
      objects: [
        {
          ...job('PodFailurePolicy', { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' } } }),
          status: {
            conditions: [{ type: 'Failed', status: 'True', reason: 'PodFailurePolicy', message: 'by a rule' }],
          },
        },
      ],
      expect: [
        {
          says: [
            'by its podFailurePolicy: by a rule',
            'By a rule, which a rule of its podFailurePolicy',
            'Helm release',
          ],
        },
      ],
    },
    {
      name: 'too many failed indexes, and the status does not say which',
      target: 'job/load',
      objects: [job('MaxFailedIndexesExceeded')],
      expect: [
        { says: ['more than maxFailedIndexes of its indexes failed', 'Some indexes failed, and maxFailedIndexes'] },
      ],
    },
    {
      name: 'too many failed indexes',
      target: 'job/load',
      objects: [
        job('MaxFailedIndexesExceeded', {
          spec: { completions: 10, backoffLimitPerIndex: 1, maxFailedIndexes: 2 },
          status: { failedIndexes: '1,3,7' },
        }),
      ],
      expect: [{ detail: 'MaxFailedIndexesExceeded', says: ['1,3,7', 'maxFailedIndexes 2', 'of 10'] }],
    },
    {
      name: 'some indexes failed',
      target: 'job/load',
      objects: [job('FailedIndexes', { status: { failedIndexes: '2' } })],
      expect: [{ says: ['the indexes 2'] }],
    },
  ],
  silent: [
    { name: 'it ran out of retries', target: 'job/load', objects: [job('BackoffLimitExceeded')] },
    {
      name: 'it succeeded by its success policy',
      target: 'job/load',
      objects: [job('SuccessPolicy', { type: 'SuccessCriteriaMet' })],
    },
  ],
});
