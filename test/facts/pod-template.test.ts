import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { podTemplatePath } from '../../src/facts/pod-template.ts';

const template = { spec: { containers: [{ name: 'a' }] } };

test.each<[string, KubeObject, string | undefined]>([
  ['a Pod', { apiVersion: 'v1', kind: 'Pod' }, 'spec'],
  ['a Job', { apiVersion: 'batch/v1', kind: 'Job' }, 'spec.template.spec'],
  ['a CronJob of old', { apiVersion: 'batch/v1beta1', kind: 'CronJob' }, 'spec.jobTemplate.spec.template.spec'],
  ['a Deployment in the wrong group', { apiVersion: 'v1', kind: 'Deployment' }, 'spec.template.spec'],
  ['a PodTemplate', { apiVersion: 'v1', kind: 'PodTemplate' }, 'template.spec'],
  [
    'an AdvancedCronJob',
    {
      apiVersion: 'apps.kruise.io/v1alpha1',
      kind: 'AdvancedCronJob',
      spec: { template: { jobTemplate: { spec: { template } } } },
    },
    'spec.template.jobTemplate.spec.template.spec',
  ],
  ['a Rollout', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template } }, 'spec.template.spec'],
  [
    'a Job of somebody else, without a template',
    { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: {} },
    undefined,
  ],
  [
    'a template of something else',
    { apiVersion: 'example.com/v1', kind: 'Thing', spec: { template: { spec: { containers: ['a'] } } } },
    undefined,
  ],
  ['a Service', { apiVersion: 'v1', kind: 'Service', spec: {} }, undefined],
  ['nothing', {}, undefined],
])('%s', (_name, object, path) => {
  expect(podTemplatePath(object)).toBe(path);
});
