import { describe, expect, test } from '@jest/globals';
import type { ContainerSpec } from '../../src/core/evidence.ts';
import type { Container } from '../../src/core/kubernetes.ts';
import { mountedAt, programSource, programText, volumeText } from '../../src/facts/program.ts';

const container = (spec: Partial<Container>): ContainerSpec => ({
  name: 'web',
  kind: 'app',
  index: 0,
  path: 'spec.containers[0]',
  spec: { name: 'web', ...spec },
});

test('programSource', () => {
  expect(programSource(container({ command: ['sh', '-c', 'x'] }), '/bin/sh')).toBe('command');
  expect(programSource(container({ command: ['/tini', '--', 'app'] }), 'app')).toBe('image');
  expect(programSource(container({ args: ['serve'] }), 'serve')).toBe('args');
  expect(programSource(container({}), '/app')).toBe('image');
  expect(programSource(container({ command: ['x'] }), undefined)).toBe('command');
  expect(programText(container({ command: ['x'] }), undefined)).toBe('x');
  expect(programText(container({}), undefined)).toBe('its program');
});

describe('mountedAt', () => {
  const pod = {
    containers: [],
    volumes: [
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'scripts' } },
    ],
  };
  const mounts = container({
    volumeMounts: [
      { name: 'a', mountPath: '/srv' },
      { name: 'b', mountPath: '/srv/bin/' },
    ],
  });

  test('the nearest mount above a path', () => {
    expect(mountedAt(mounts, pod, '/srv/bin/run.sh')).toMatchObject({ index: 1, volume: { name: 'b' } });
    expect(mountedAt(mounts, pod, '/srv/x')).toMatchObject({ index: 0 });
    expect(mountedAt(mounts, pod, '/srvx')).toBeUndefined();
    expect(mountedAt(mounts, {}, '/srv/x')).toBeUndefined();
  });
});

test('volumeText', () => {
  expect(volumeText({ name: 'v', configMap: { name: 'c' } })).toBe('ConfigMap c');
  expect(volumeText({ name: 'v', secret: { secretName: 's' } })).toBe('Secret s');
  expect(volumeText({ name: 'v', persistentVolumeClaim: { claimName: 'p' } })).toBe('claim p');
  expect(volumeText({ name: 'v', hostPath: { path: '/h' } })).toBe('hostPath /h');
  expect(volumeText({ name: 'v', emptyDir: {} })).toBe('emptyDir v');
  expect(volumeText({ name: 'v', csi: { driver: 'd' } })).toBe('volume v');
});
