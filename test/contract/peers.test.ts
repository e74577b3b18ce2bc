import { describe, expect, test } from '@jest/globals';
import type { KubeEvent } from '../../src/core/kubernetes.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { ago, anEvent, aNode, aPod, running, terminated, waiting, wholeNamespace } from '../support/builders.ts';
import { causesOf, forbidding, reportFrom, reportOf } from '../support/explain.ts';
import { recording, recordingIds, snapshotOfRecording } from '../support/recordings.ts';

/** Mistakes that were found in other tools that explain pods: none of them is made here. */

const unschedulable =
  '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';

describe('a refused question is not an answer', () => {
  const pod = aPod({
    containers: [
      {
        name: 'web',
        state: waiting('ContainerCreating'),
        ready: false,
        envFrom: [{ secretRef: { name: 'settings' } }],
      },
    ],
    spec: { volumes: [{ name: 'tls', secret: { secretName: 'tls' } }] },
    status: { phase: 'Pending' },
  });

  test('a Secret that may not be read is not missing, and the gap is named', async () => {
    const report = await reportFrom(
      forbidding(new ObjectReader([...wholeNamespace(), pod], Date.parse(ago(0))), 'Secret'),
    );
    expect(causesOf(report)).not.toContain('secret-missing');
    expect(report.couldNotCheck).toContainEqual({
      what: 'Secret settings',
      why: 'forbidden',
      needs: { verb: 'get', resource: 'secrets' },
    });
  });

  test('events that may not be read are not "none"', async () => {
    const report = await reportFrom(forbidding(new ObjectReader([pod], Date.parse(ago(0))), 'Event'));
    expect(report.couldNotCheck).toContainEqual({
      what: 'events',
      why: 'forbidden',
      needs: { verb: 'list', resource: 'events' },
    });
  });

  test('a node that may not be read is not gone', async () => {
    const bound = aPod({
      spec: { nodeName: 'node-z' },
      status: { phase: 'Pending', conditions: [], containerStatuses: [] },
    });
    delete bound.status?.startTime;
    const report = await reportFrom(forbidding(new ObjectReader([bound], Date.parse(ago(0))), 'Node'));
    expect(JSON.stringify(report.findings)).not.toMatch(/does not exist|no such node/);
    const certain = report.findings.filter(({ confidence }) => confidence === 'certain').map(({ rule }) => rule);
    expect(causesOf(report).filter((rule) => certain.includes(rule))).toEqual([]);
    expect(causesOf(report)).not.toContain('node-lost');
  });
});

describe('how a container ended', () => {
  const crashing = (last: ReturnType<typeof terminated>): ReturnType<typeof aPod> =>
    aPod({
      containers: [
        {
          name: 'web',
          state: waiting('CrashLoopBackOff', 'back-off 40s restarting failed container=web pod=web-1_shop(uid-web-1)'),
          last,
          restarts: 4,
          ready: false,
          started: false,
          livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 2 },
        },
      ],
    });

  test('137 without OOMKilled is not out of memory', async () => {
    const [first] = (await reportOf([crashing(terminated(137, 'Error', { ranFor: 300 }))])).findings;
    expect(first?.rule).not.toBe('oom-killed');
  });

  test('OOMKilled counts whatever the exit code is', async () => {
    for (const code of [137, 1, 0]) {
      expect((await reportOf([crashing(terminated(code, 'OOMKilled'))])).findings[0]?.rule).toBe('oom-killed');
    }
  });

  test('137 of ContainerStatusUnknown is invented by the kubelet and no signal', async () => {
    const report = await reportOf([crashing(terminated(137, 'ContainerStatusUnknown'))]);
    expect(causesOf(report)).not.toContain('killed-by-signal');
    expect(causesOf(report)).not.toContain('oom-killed');
  });

  test.each([0, 143, 137])('a liveness kill is one with exit code %d', async (code) => {
    const events = [
      anEvent('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
        container: 'web',
        ago: 14,
        count: 2,
      }),
      anEvent('Killing', 'Container web failed liveness probe, will be restarted', {
        container: 'web',
        ago: 12,
        type: 'Normal',
      }),
    ];
    const pod = crashing(terminated(code, code === 0 ? 'Completed' : 'Error', { finishedAgo: 11, ranFor: 9 }));
    expect((await reportOf([pod, ...events])).findings[0]?.rule).toBe('liveness-probe-killed');
  });

  test('a terminated container that is not ready is not skipped', async () => {
    const pod = aPod({
      containers: [{ name: 'web', state: { terminated: terminated(3) }, ready: false, started: false }],
      spec: { restartPolicy: 'Never' },
      status: { phase: 'Failed' },
    });
    expect((await reportOf([pod])).findings[0]).toMatchObject({ rule: 'app-exit-error', container: 'web' });
  });

  test('its termination message is shown', async () => {
    const report = await reportOf([crashing(terminated(1, 'Error', { message: 'config: no such section [db]' }))]);
    expect(JSON.stringify(report.findings[0])).toContain('no such section [db]');
  });
});

describe('phases and polarity', () => {
  test('a finished pod is fine, also when its sidecar was stopped with 143', async () => {
    const pod = aPod({
      containers: [{ name: 'work', state: { terminated: terminated(0) }, ready: false, started: false }],
      initContainers: [
        {
          name: 'proxy',
          restartPolicy: 'Always',
          state: { terminated: terminated(143) },
          ready: false,
          started: false,
        },
      ],
      spec: { restartPolicy: 'Never' },
      status: { phase: 'Succeeded' },
    });
    const report = await reportOf([pod]);
    expect(causesOf(report)).toEqual([]);
    expect(report.verdict).toBe('completed');
  });

  test.each([
    ['DisruptionTarget', 'EvictionByEvictionAPI'],
    ['PodResizePending', 'Deferred'],
  ])('%s=True is bad', async (type, reason) => {
    const pod = aPod();
    pod.status?.conditions?.push({ type, status: 'True', reason });
    expect((await reportOf([pod])).conditions.find((one) => one.type === type)?.good).toBe(false);
  });

  test('an evicted pod is not fine', async () => {
    const status = {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: memory. ',
      containerStatuses: [],
    };
    const report = await reportOf([aPod({ status })]);
    expect(report.findings[0]?.rule).toBe('evicted-node-pressure');
    expect(report.verdict).toBe('failing');
  });

  test.each(['OutOfcpu', 'NodeAffinity', 'UnexpectedAdmissionError', 'SysctlForbidden', 'TopologyAffinityError'])(
    'a pod that the kubelet refused with %s is explained although it has no container statuses',
    async (reason) => {
      const status = {
        phase: 'Failed',
        reason,
        message: `Pod was rejected: ${reason}`,
        containerStatuses: [],
        conditions: [],
      };
      expect((await reportOf([aPod({ status })])).findings[0]?.rule).toBe('kubelet-admission-rejected');
    },
  );
});

describe('events', () => {
  const pending = aPod({ spec: { nodeName: '' }, status: { phase: 'Pending', conditions: [], containerStatuses: [] } });
  delete pending.status?.startTime;

  test('a scheduler event has only eventTime, and counts', async () => {
    const event: KubeEvent = {
      ...anEvent('FailedScheduling', unschedulable, { reporter: 'default-scheduler' }),
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: ago(30),
    };
    const report = await reportOf([
      pending,
      event,
      aNode('node-a', { status: { allocatable: { cpu: '100m', pods: '10' } } }),
    ]);
    expect(report.findings[0]?.rule).toBe('insufficient-resources');
  });

  test('a newer benign event does not hide the cause', async () => {
    const pod = aPod({
      containers: [{ name: 'web', state: waiting('ContainerCreating'), ready: false, started: false }],
      status: { phase: 'Pending' },
      spec: { volumes: [{ name: 'cfg', configMap: { name: 'settings' } }] },
    });
    const events = [
      anEvent('FailedMount', 'MountVolume.SetUp failed for volume "cfg" : configmap "settings" not found', {
        ago: 30,
        count: 9,
      }),
      anEvent('Scheduled', 'Successfully assigned shop/web-1 to node-a', {
        ago: 1,
        type: 'Normal',
        reporter: 'default-scheduler',
      }),
    ];
    expect((await reportOf([pod, ...events])).findings[0]?.rule).toBe('configmap-missing');
  });

  test('events of an older pod of the same name do not count', async () => {
    const old = { kind: 'Pod', name: 'web-1', uid: 'uid-of-before' };
    const event = anEvent('BackOff', 'Back-off restarting failed container web in pod web-1', {
      object: old,
      container: 'web',
    });
    const report = await reportOf([aPod(), event]);
    expect(causesOf(report)).toEqual([]);
    expect(report.events).toEqual([]);
  });
});

describe('every kind of container', () => {
  test('a waiting init container breaks nothing and is named', async () => {
    const pod = aPod({
      initContainers: [
        {
          name: 'migrate',
          state: waiting('CrashLoopBackOff', 'back-off 20s'),
          last: terminated(2),
          restarts: 2,
          ready: false,
          started: false,
        },
      ],
      containers: [{ name: 'web', state: waiting('PodInitializing'), ready: false, started: false }],
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }] },
    });
    const report = await reportOf([pod]);
    expect(causesOf(report)).toEqual(['app-exit-error']);
    expect(report.findings[0]).toMatchObject({ container: 'migrate', containerKind: 'init' });
    expect(report.pod?.status).toBe('Init:CrashLoopBackOff');
  });

  test('a native sidecar that runs is not an init container that blocks', async () => {
    const pod = aPod({
      initContainers: [{ name: 'proxy', restartPolicy: 'Always', state: running(800), ready: true, started: true }],
    });
    const report = await reportOf([pod]);
    expect(causesOf(report)).toEqual([]);
    expect(report.pod?.ready).toBe('2/2');
  });

  test('the broken one of three is named', async () => {
    const pod = aPod({
      containers: [
        { name: 'a' },
        {
          name: 'b',
          state: waiting('CrashLoopBackOff', 'back-off 20s'),
          last: terminated(1),
          restarts: 3,
          ready: false,
          started: false,
        },
        { name: 'c' },
      ],
    });
    expect((await reportOf([pod])).findings.map(({ rule, container }) => [rule, container])).toContainEqual([
      'app-exit-error',
      'b',
    ]);
  });
});

describe('over all recordings', () => {
  test('no command has a placeholder, and every command that changes something is one of kubectl', async () => {
    for (const id of recordingIds) {
      const report = explain(await snapshotOfRecording(recording(id)), rules);
      for (const { command, action, changesCluster } of report.remediation) {
        expect(`${command?.join(' ') ?? ''} ${action}`).not.toMatch(/<[\w-]+>|\b(your|my)-\w+|undefined|NaN/);
        if (command && changesCluster) expect(command[0]).toBe('kubectl');
      }
    }
  });

  test('the order of the objects in a file does not matter', async () => {
    for (const id of recordingIds.slice(0, 40)) {
      const recorded = recording(id);
      const straight = explain(await snapshotOfRecording(recorded), rules);
      const turned = explain(
        await snapshotOfRecording({ ...recorded, objects: [...recorded.objects].reverse() }),
        rules,
      );
      expect(turned).toEqual(straight);
    }
  });
});
