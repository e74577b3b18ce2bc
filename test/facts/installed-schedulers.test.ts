import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { installsScheduler } from '../../src/facts/installed-schedulers.ts';

const installs = (object: KubeObject): boolean =>
  installsScheduler({ objects: [object], complete: new Set() }, 'volcano');

test('a workload of that name, or a profile', () => {
  expect(installs({ kind: 'Deployment', metadata: { name: 'volcano-scheduler', namespace: 'x' } })).toBe(true);
  expect(installs({ kind: 'ConfigMap', data: { a: 'profiles:\n- schedulerName: volcano' } })).toBe(true);
});

test('nothing else', () => {
  expect(installs({ kind: 'Deployment', metadata: { name: 'web' } })).toBe(false);
  expect(installs({ kind: 'ConfigMap', data: 'text' })).toBe(false);
  expect(installs({ kind: 'Service', metadata: { name: 'volcano' } })).toBe(false);
  expect(installsScheduler(undefined, 'volcano')).toBe(false);
});
