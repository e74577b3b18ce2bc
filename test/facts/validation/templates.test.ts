import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { validateObject } from '../../../src/facts/validation/index.ts';
import { cronJobWith, jobWith, podWith, saidOfPods, workloadWith } from '../../support/validation.ts';

const container = { name: 'app', image: 'app:1' };
const debug = { ephemeralContainers: [{ name: 'debug', image: 'a' }] };

describe('pods of a workload that is taken', () => {
  const cases: readonly (readonly [string, KubeObject, readonly string[]])[] = [
    ['a Deployment', workloadWith('Deployment'), []],
    ['a Job', jobWith(), []],
    ['a CronJob', cronJobWith(), []],
    [
      'a node before the gates are gone',
      workloadWith('Deployment', {}, { nodeName: 'a', schedulingGates: [{ name: 'b' }] }),
      ['pods-rejected invalid-value spec.template.spec.nodeName'],
    ],
    [
      'a StatefulSet whose pods find their volumes among its claims',
      workloadWith(
        'StatefulSet',
        {
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          ],
        },
        { containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] },
      ),
      [],
    ],
    ['a Pod has no template', podWith(), []],
    ['what is no built-in workload', { ...workloadWith('Deployment', {}, debug), apiVersion: 'example.com/v1' }, []],
  ];

  test.each(cases)('%s', (_name, object, says) => {
    expect(validateObject(object).map(({ path }) => path)).toEqual([]);
    expect(saidOfPods(object)).toEqual(says);
  });

  test('what was said of the workload is not said again', () => {
    const object = workloadWith('Deployment', {}, { dnsPolicy: 'Mine', containers: [{ ...container, image: '' }] });
    const said = validateObject(object).map(({ path }) => path);
    expect(said.length).toBe(2);
    expect(saidOfPods(object)).toEqual([]);
  });

  test('a CronJob names its fields from the root', () => {
    const template = {
      spec: { restartPolicy: 'Never', containers: [container], nodeName: 'a', schedulingGates: [{ name: 'b' }] },
    };
    expect(saidOfPods(cronJobWith({ jobTemplate: { spec: { template } } }))).toEqual([
      'pods-rejected invalid-value spec.jobTemplate.spec.template.spec.nodeName',
    ]);
  });
});
