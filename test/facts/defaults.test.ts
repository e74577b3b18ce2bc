import { describe, expect, test } from '@jest/globals';
import { withDefaults, withPodSpecDefaults } from '../../src/facts/defaults.ts';
import { freeze } from '../support/freeze.ts';
import { containerWith, cronJobWith, jobWith, podWith, workloadWith } from '../support/validation.ts';

type Fields = Record<string, unknown>;

const specOf = (object: Fields): Fields => withDefaults(object)['spec'] as Fields;
const containerOf = (fields: Fields): Fields => (specOf(containerWith(fields))['containers'] as Fields[])[0] ?? {};

describe('pods', () => {
  test('get what the API server fills in', () => {
    expect(specOf(podWith())).toEqual({
      containers: [
        {
          name: 'app',
          image: 'app:1',
          imagePullPolicy: 'IfNotPresent',
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
  });

  test.each([
    ['app', 'Always'],
    ['app:latest', 'Always'],
    ['app:1', 'IfNotPresent'],
    ['registry:5000/app', 'Always'],
    [`app@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
  ])('image %s is pulled %s', (image, policy) => {
    expect(containerOf({ image })['imagePullPolicy']).toBe(policy);
  });

  test('limits become requests, one by one', () => {
    expect(
      containerOf({ resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } })['resources'],
    ).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '100m', memory: '1Gi' },
    });
  });

  test('probes', () => {
    expect(containerOf({ livenessProbe: { httpGet: { port: 80 } } })['livenessProbe']).toEqual({
      httpGet: { port: 80, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
    expect(
      containerOf({ readinessProbe: { grpc: { port: 80 }, timeoutSeconds: 0, periodSeconds: 5 } })['readinessProbe'],
    ).toMatchObject({
      timeoutSeconds: 1,
      periodSeconds: 5,
    });
  });

  test('hooks, ports and variables', () => {
    const container = containerOf({
      lifecycle: { preStop: { httpGet: { port: 80 } } },
      ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
      env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    });
    expect(container['lifecycle']).toEqual({ preStop: { httpGet: { port: 80, path: '/', scheme: 'HTTP' } } });
    expect(container['ports']).toEqual([
      { containerPort: 80, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP' },
    ]);
    expect(container['env']).toEqual([
      { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    ]);
  });

  test("on the node's own network a port is its host port", () => {
    const spec = specOf(containerWith({ ports: [{ containerPort: 80 }] }, { hostNetwork: true }));
    expect(spec['containers']).toMatchObject([{ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] }]);
  });

  test('volumes', () => {
    const volumes = [
      { name: 'a' },
      { name: 'b', secret: { secretName: 's' } },
      { name: 'c', hostPath: { path: '/c' } },
    ];
    expect(specOf(podWith({ volumes }))['volumes']).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'c', hostPath: { path: '/c', type: '' } },
    ]);
  });

  test('init containers get theirs too', () => {
    const spec = specOf(podWith({ initContainers: [{ name: 'a', image: 'a' }] }));
    expect(spec['initContainers']).toMatchObject([{ imagePullPolicy: 'Always', terminationMessagePolicy: 'File' }]);
  });

  test('what is given stays', () => {
    const given = {
      dnsPolicy: 'Default',
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      enableServiceLinks: false,
    };
    expect(specOf(podWith(given))).toMatchObject(given);
  });
});

describe('workloads', () => {
  test.each([
    [
      'Deployment',
      {
        replicas: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
    ],
    ['ReplicaSet', { replicas: 1 }],
    [
      'StatefulSet',
      {
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        revisionHistoryLimit: 10,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      },
    ],
    [
      'DaemonSet',
      {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        revisionHistoryLimit: 10,
      },
    ],
  ])('%s', (kind, defaults) => {
    expect(specOf(workloadWith(kind))).toMatchObject(defaults);
    expect(specOf(workloadWith(kind))['template']).toMatchObject({ spec: { dnsPolicy: 'ClusterFirst' } });
  });

  test('a Deployment that recreates gets no numbers', () => {
    expect(specOf(workloadWith('Deployment', { strategy: { type: 'Recreate' } }))['strategy']).toEqual({
      type: 'Recreate',
    });
  });

  test('a Job', () => {
    const defaults = { completions: 1, parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false };
    expect(specOf(jobWith())).toMatchObject({ ...defaults, podReplacementPolicy: 'TerminatingOrFailed' });
    expect(specOf(jobWith({ parallelism: 2 }))['completions']).toBeUndefined();
  });

  test('a CronJob', () => {
    expect(specOf(cronJobWith())).toMatchObject({
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: { spec: { dnsPolicy: 'ClusterFirst' } } } },
    });
  });
});

describe('objects', () => {
  test('of other kinds stay as they are', () => {
    for (const object of [
      {},
      { apiVersion: 'v1', kind: 'Service', spec: {} },
      { ...workloadWith('Deployment'), apiVersion: 'example.com/v1' },
    ]) {
      expect(withDefaults(object)).toEqual(object);
    }
  });

  test('are never changed', () => {
    const object = workloadWith('Deployment');
    freeze(object);
    expect(withDefaults(object)).not.toBe(object);
    expect(withDefaults(withDefaults(object))).toEqual(withDefaults(object));
  });

  test('a pod spec that stands anywhere', () => {
    const spec = { containers: [{ name: 'a', image: 'a' }] };
    freeze(spec);
    expect(withPodSpecDefaults(spec)).toMatchObject({
      restartPolicy: 'Always',
      containers: [{ imagePullPolicy: 'Always' }],
    });
  });
});
