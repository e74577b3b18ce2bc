import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { getPhase } from '../../src/facts/phase.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod, running, terminated, waiting, type PodOptions } from '../support/builders.ts';
import { recording, recordingIds } from '../support/recordings.ts';

describe('getPhase', () => {
  test.each(recordingIds)('agrees with the kubelet: %s', (id) => {
    const pods = recording(id).objects.filter(({ kind }) => kind === 'Pod') as Pod[];
    for (const pod of pods) {
      const status = podStatusOf(pod);
      // Evicted, rejected and overdue pods are failed by decree, with a reason; a deleted pod that has ended was ended by the kubelet.
      if (status.reason !== '') continue;
      const ended = status.deletion !== undefined && ['Succeeded', 'Failed'].includes(status.phase);
      expect([status.name, getPhase(status, ended)]).toEqual([status.name, status.phase]);
    }
  });

  const crashed = { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 3 };
  const pulling = { state: waiting('ImagePullBackOff') };
  const sidecar = { name: 'proxy', restartPolicy: 'Always' };
  const once = { restartPolicy: 'Never' };

  test.each<[string, PodOptions, string]>([
    ['runs', {}, 'Running'],
    [
      'a container that never started holds back the pod',
      { containers: [{ name: 'a' }, { name: 'b', ...pulling }] },
      'Pending',
    ],
    ['a crash loop does not', { containers: [crashed] }, 'Running'],
    [
      'all ended well, never to restart',
      { containers: [{ state: { terminated: terminated(0) } }], spec: once },
      'Succeeded',
    ],
    ['ended badly, never to restart', { containers: [{ state: { terminated: terminated(2) } }], spec: once }, 'Failed'],
    ['ended badly, to be restarted', { containers: [{ state: { terminated: terminated(2) } }] }, 'Running'],
    [
      'one of two goes on',
      { containers: [{ name: 'a' }, { name: 'b', state: { terminated: terminated(2) } }], spec: once },
      'Running',
    ],
    [
      'an init container runs',
      { initContainers: [{ name: 'i', state: running() }], containers: [{ state: waiting('PodInitializing') }] },
      'Pending',
    ],
    [
      'an init container failed for good',
      {
        initContainers: [{ name: 'i', state: { terminated: terminated(1) } }],
        containers: [{ state: waiting('PodInitializing') }],
        spec: once,
      },
      'Failed',
    ],
    [
      'an init container is retried',
      { initContainers: [{ name: 'i', ...crashed }], containers: [{ state: waiting('PodInitializing') }] },
      'Pending',
    ],
    [
      'a sidecar waits for its startup probe',
      {
        initContainers: [{ ...sidecar, state: running(), started: false }],
        containers: [{ state: waiting('PodInitializing') }],
      },
      'Pending',
    ],
    [
      'only the sidecar still runs',
      {
        initContainers: [{ ...sidecar, state: running() }],
        containers: [{ state: { terminated: terminated(0) } }],
        spec: once,
      },
      'Running',
    ],
    [
      'a sidecar cannot be pulled',
      { initContainers: [{ ...sidecar, ...pulling }], containers: [{ state: waiting('PodInitializing') }] },
      'Pending',
    ],
    [
      'a sidecar that ended waits to start again',
      { initContainers: [{ ...sidecar, ...crashed }], containers: [{ state: running() }] },
      'Running',
    ],
    [
      'a sidecar has no status, or one that says nothing',
      {
        initContainers: [sidecar, { ...sidecar, name: 'mesh' }],
        status: { initContainerStatuses: [{ name: 'mesh', restartCount: 0, ready: false, state: {} }] },
      },
      'Pending',
    ],
    ['no containers', { containers: [] }, 'Pending'],
    ['no statuses yet', { status: { containerStatuses: [] } }, 'Pending'],
    [
      'an exit code that the container itself forgives',
      {
        containers: [
          {
            state: { terminated: terminated(42) },
            restartPolicy: 'Never',
            restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
          },
        ],
        spec: once,
      },
      'Running',
    ],
  ])('%s', (_name, options, phase) => {
    expect(getPhase(podStatusOf(aPod(options)))).toBe(phase);
  });

  test('a pod that the kubelet ended goes by its exit codes', () => {
    const ended = (code: number): string =>
      getPhase(podStatusOf(aPod({ containers: [{ state: { terminated: terminated(code) } }] })), true);
    expect(ended(0)).toBe('Succeeded');
    expect(ended(143)).toBe('Failed');
  });
});
