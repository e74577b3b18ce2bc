import { describe, expect, test } from '@jest/globals';
import { wellShaped } from '../../src/facts/shape.ts';
import { aPod } from '../support/builders.ts';
import { reportOf } from '../support/explain.ts';
import { recording, recordingIds } from '../support/recordings.ts';

describe('wellShaped', () => {
  test('leaves everything as it is that a real API server sends', () => {
    for (const id of recordingIds) {
      const { objects } = recording(id);
      expect(wellShaped(objects)).toEqual(objects);
    }
  });

  test('null is missing', () => {
    expect(wellShaped({ metadata: null, spec: { containers: [null, { name: 'a' }] } })).toEqual({
      spec: { containers: [{ name: 'a' }] },
    });
  });

  test('numbers and booleans where texts belong are written out', () => {
    expect(wellShaped({ metadata: { name: 7 }, reason: true })).toEqual({ metadata: { name: '7' }, reason: 'true' });
  });

  test('names that somebody gave are kept, whatever fields are called so', () => {
    const labels = { env: 'prod', ports: 'http', lifecycle: 'spot', count: 'x' };
    const object = { metadata: { labels, annotations: labels }, spec: { nodeSelector: labels } };
    expect(wellShaped(object)).toEqual(object);
  });

  test('the capacity of a CSIStorageCapacity is a quantity, others are maps', () => {
    const capacity = { metadata: { name: 'a' }, capacity: '10Gi' };
    expect(wellShaped(capacity)).toEqual(capacity);
    expect(wellShaped({ spec: { capacity: '10Gi' } })).toEqual({ spec: {} });
  });

  test('what is nested without end is cut off', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(() => wellShaped(deep)).not.toThrow();
  });
});

const wrong: readonly unknown[] = [7, 'text', true, [], {}, [7], null];

/** Every path of an object, as the keys that lead to it. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [here, ...pathsOf(inner, here)];
  });
}

function withValue(object: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = (Array.isArray(object) ? [...(object as unknown[])] : { ...(object as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

test('no value of a wrong type anywhere in a pod makes explain fail', async () => {
  const pod = aPod({
    owner: { kind: 'ReplicaSet', name: 'web-5d9' },
    containers: [
      {
        name: 'web',
        ports: [{ containerPort: 80, name: 'http' }],
        livenessProbe: { httpGet: { path: '/', port: 'http' } },
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
        resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
        volumeMounts: [{ name: 'v', mountPath: '/v' }],
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
        last: { exitCode: 1, reason: 'Error', startedAt: '2026-01-15T11:59:00Z', finishedAt: '2026-01-15T11:59:10Z' },
        ready: false,
      },
    ],
    spec: {
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
      nodeSelector: { a: 'b' },
      tolerations: [{ key: 'x', operator: 'Exists' }],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
    },
  });
  for (const path of pathsOf(pod)) {
    for (const value of wrong) {
      const broken = wellShaped(withValue(pod, path, value)) as typeof pod;
      if (!broken.metadata || broken.metadata.name !== 'web-1' || broken.kind !== 'Pod') continue;
      const report = await reportOf([broken]);
      expect({ path, value, failed: report.failedRules }).toEqual({ path, value, failed: [] });
    }
  }
});
