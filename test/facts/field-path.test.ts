import { describe, expect, test } from '@jest/globals';
import { namedPath, stepsIn, stepsOf, valueAt } from '../../src/facts/field-path.ts';

const object = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web', app: 'x', 'a]b': 'c' } },
  spec: {
    containers: [
      {
        name: 'web',
        env: [{ name: 'A' }, { name: 'B' }, { name: 'B' }],
        resources: { limits: { 'nvidia.com/gpu': 1 } },
      },
      { ports: [{ containerPort: 80 }], args: ['x'] },
    ],
  },
};

describe('stepsOf', () => {
  test.each([
    ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
    ['items[2]', ['items', 2]],
    ['spec.limits[nvidia.com/gpu]', ['spec', 'limits', 'nvidia.com/gpu']],
    ['metadata.labels["a.b/c"]', ['metadata', 'labels', 'a.b/c']],
    ['metadata.labels["a\\"b"]', ['metadata', 'labels', 'a"b']],
    ['', []],
  ])('%s', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });
});

describe('stepsIn', () => {
  test.each([
    ['metadata.labels.app.kubernetes.io/name', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['metadata.labels[app.kubernetes.io/name]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['metadata.labels.app', ['metadata', 'labels', 'app']],
    ['metadata.labels["a]b"]', ['metadata', 'labels', 'a]b']],
    [
      'spec.containers[0].resources.limits.nvidia.com/gpu',
      ['spec', 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'],
    ],
    ['spec.missing.a.b[3]', ['spec', 'missing', 'a', 'b', 3]],
    ['..[', []],
  ])('%s', (path, steps) => {
    expect(stepsIn(object, path)).toEqual(steps);
  });
});

describe('valueAt', () => {
  test.each([
    ['spec.containers[0].env[1].name', 'B'],
    ['spec.containers[7].name', undefined],
    ['metadata.labels.app.kubernetes.io/name', 'web'],
    ['', object],
  ])('%s', (path, value) => {
    expect(valueAt(object, path)).toBe(value);
  });
});

describe('namedPath', () => {
  test.each([
    ['spec.containers[0].env[0].name', 'spec.containers[web].env[A].name'],
    ['spec.containers[0].env[2]', 'spec.containers[web].env[2]'],
    ['spec.containers[1].ports[0].containerPort', 'spec.containers[1].ports[80].containerPort'],
    ['spec.containers[1].args[0]', 'spec.containers[1].args[0]'],
    ['metadata.labels.app.kubernetes.io/name', 'metadata.labels[app.kubernetes.io/name]'],
    ['spec.containers[9].image', 'spec.containers[9].image'],
  ])('%s', (path, named) => {
    expect(namedPath(object, path)).toBe(named);
  });
});
