import { describe, expect, test } from '@jest/globals';
import { validateObject } from '../../../src/facts/validation/index.ts';
import { testValidation, workloadWith } from '../../support/validation.ts';

const deployment = (spec: Record<string, unknown>) => workloadWith('Deployment', spec);
const rolling = (rollingUpdate: Record<string, unknown>) =>
  deployment({ strategy: { type: 'RollingUpdate', rollingUpdate } });
const other = { metadata: { labels: { app: 'other' } }, spec: { containers: [{ name: 'app', image: 'a' }] } };

testValidation('Deployments', 'spec.', [
  ['a Deployment', deployment({ replicas: 0, revisionHistoryLimit: 0, paused: true }), []],
  ['no selector', deployment({ selector: undefined }), ['missing-field selector']],
  ['an empty selector', deployment({ selector: {} }), ['invalid-value selector']],
  ['other labels', deployment({ template: other }), ['selector-mismatch template.metadata.labels']],
  [
    'no template',
    deployment({ template: undefined }),
    ['selector-mismatch template.metadata.labels', 'missing-field template.spec.containers'],
  ],
  ['less than no replicas', deployment({ replicas: -1 }), ['invalid-value replicas']],
  ['less than no seconds', deployment({ minReadySeconds: -1 }), ['invalid-value minReadySeconds']],
  [
    'a deadline before a pod can be ready',
    deployment({ minReadySeconds: 600, progressDeadlineSeconds: 600 }),
    ['invalid-value progressDeadlineSeconds'],
  ],
  ['a strategy that does not exist', deployment({ strategy: { type: 'Rolling' } }), ['invalid-value strategy']],
  [
    'a strategy and numbers of the other',
    deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
    ['invalid-value strategy.rollingUpdate'],
  ],
  ['a percentage', rolling({ maxSurge: '25%', maxUnavailable: 0 }), []],
  ['a word', rolling({ maxSurge: 'many' }), ['invalid-value strategy.rollingUpdate.maxSurge']],
  ['more than all', rolling({ maxUnavailable: '101%' }), ['invalid-value strategy.rollingUpdate.maxUnavailable']],
  ['more than all on top', rolling({ maxSurge: '200%' }), []],
  [
    'neither more nor less',
    rolling({ maxSurge: 0, maxUnavailable: '0%' }),
    ['invalid-value strategy.rollingUpdate.maxUnavailable'],
  ],
  [
    'a deadline for its pods',
    workloadWith('Deployment', {}, { activeDeadlineSeconds: 5 }),
    ['invalid-value template.spec.activeDeadlineSeconds'],
  ],
]);

testValidation('ReplicaSets', 'spec.', [
  ['a ReplicaSet', workloadWith('ReplicaSet', { replicas: 3 }), []],
  ['other labels', workloadWith('ReplicaSet', { template: other }), ['selector-mismatch template.metadata.labels']],
]);

const set = (spec: Record<string, unknown>) => workloadWith('StatefulSet', spec);

testValidation('StatefulSets', 'spec.', [
  ['a StatefulSet', set({ podManagementPolicy: 'Parallel', ordinals: { start: 5 } }), []],
  ['a management that does not exist', set({ podManagementPolicy: 'Serial' }), ['invalid-value podManagementPolicy']],
  ['a strategy that does not exist', set({ updateStrategy: { type: 'Recreate' } }), ['invalid-value updateStrategy']],
  [
    'numbers of the other strategy',
    set({ updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }),
    ['invalid-value updateStrategy.rollingUpdate'],
  ],
  [
    'a partition below 0',
    set({ updateStrategy: { rollingUpdate: { partition: -1 } } }),
    ['invalid-value updateStrategy.rollingUpdate.partition'],
  ],
  ['a beginning below 0', set({ ordinals: { start: -1 } }), ['invalid-value ordinals.start']],
  [
    'what becomes of claims',
    set({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Keep' } }),
    ['invalid-value persistentVolumeClaimRetentionPolicy.whenScaled'],
  ],
  ['a service that cannot be one', set({ serviceName: 'a_b' }), ['invalid-value serviceName']],
  ['a service before 1.33', set({ serviceName: 'a_b' }), [], '1.32'],
  ['no service', set({ serviceName: undefined }), []],
]);

const daemons = (spec: Record<string, unknown>) => workloadWith('DaemonSet', spec);

testValidation('DaemonSets', 'spec.', [
  ['a DaemonSet', daemons({ updateStrategy: { type: 'OnDelete' } }), []],
  [
    'a strategy that does not exist',
    daemons({ updateStrategy: { type: 'Recreate' } }),
    ['invalid-value updateStrategy'],
  ],
  [
    'neither more nor less',
    daemons({ updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    ['invalid-value updateStrategy.rollingUpdate.maxUnavailable'],
  ],
  [
    'both more and less',
    daemons({ updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }),
    ['invalid-value updateStrategy.rollingUpdate.maxSurge'],
  ],
  [
    'a deadline for its pods',
    workloadWith('DaemonSet', {}, { activeDeadlineSeconds: 5 }),
    ['invalid-value template.spec.activeDeadlineSeconds'],
  ],
]);

describe('a selector that the template does not meet', () => {
  test('is named, and not mended where a label says something else', () => {
    const [problem] = validateObject(deployment({ template: other }));
    expect(problem?.explanation).toContain('app=web');
    expect(problem?.fix).toBeUndefined();
  });

  test('is mended by the labels that are missing', () => {
    const template = { ...other, metadata: { labels: { tier: 'front' } } };
    const [problem] = validateObject(deployment({ template }));
    expect(problem?.fix?.edits).toEqual([
      { kind: 'insert', path: 'spec.template.metadata.labels', key: 'app', value: 'web' },
    ]);
  });
});
