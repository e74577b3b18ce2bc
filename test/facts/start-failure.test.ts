import { describe, expect, test } from '@jest/globals';
import type { LogTail } from '../../src/core/evidence.ts';
import type { KubeEvent, Pod } from '../../src/core/kubernetes.ts';
import { eventsOf } from '../../src/facts/events.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { startFailures } from '../../src/facts/start-failure.ts';
import { ago, anEvent, aPod, now, running, terminated, waiting, type ContainerOptions } from '../support/builders.ts';

const text =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "app": executable file not found in $PATH: unknown';

function failures(
  container: Partial<ContainerOptions>,
  events: KubeEvent[] = [],
  logs: LogTail[] = [],
  pod: Partial<Pod['status']> = {},
) {
  const status = podStatusOf(aPod({ containers: [{ name: 'web', ...container }], status: pod }));
  return startFailures({ status, events: eventsOf(events), logs, now });
}

const startError = terminated(128, 'StartError', { message: text });

describe('startFailures', () => {
  test.each([
    ['waiting', { state: waiting('RunContainerError', text) }],
    ['waiting', { state: waiting('CreateContainerError', text) }],
    ['terminated', { state: waiting('CrashLoopBackOff', 'back-off 10s'), last: startError, restarts: 1 }],
    ['terminated', { state: { terminated: startError } }],
    ['terminated', { state: waiting('CrashLoopBackOff'), last: { ...startError, reason: 'ContainerCannotRun' } }],
    ['terminated', { state: waiting('CrashLoopBackOff'), last: { ...startError, reason: 'Error' } }],
  ] as const)('from %s %#', (source, container) => {
    expect(failures(container)).toMatchObject([{ kind: 'not-found', path: 'app', source }]);
  });

  test('from the event, where the status has no text', () => {
    const event = anEvent('Failed', `Error: ${text}`, { container: 'web', count: 4 });
    expect(failures({ state: waiting('CreateContainerError', '') }, [event])).toMatchObject([
      { source: 'event', attempts: 4 },
    ]);
    expect(failures({ state: waiting('ContainerCreating') }, [event])).toMatchObject([
      { source: 'event', kind: 'not-found' },
    ]);
    const started = anEvent('Started', 'Started container web', { container: 'web', ago: 2 });
    expect(failures({ state: waiting('ContainerCreating') }, [event, started])).toEqual([]);
  });

  test('a reason that is a sentence', () => {
    const state = waiting('failed to get sandbox runtime: no runtime for "gvisor" is configured', '');
    expect(failures({ state })).toMatchObject([{ kind: 'create', detail: 'other' }]);
  });

  test('from the log of the instance that ended', () => {
    const container = { state: waiting('CrashLoopBackOff'), last: terminated(1), restarts: 2 };
    const log = { container: 'web', previous: true, lines: ['exec /run.sh: no such file or directory'] };
    expect(failures(container, [], [log])).toMatchObject([
      { kind: 'not-found', path: '/run.sh', source: 'log', confidence: 'certain' },
    ]);
    const shell = { ...log, lines: ['OSError: [Errno 8] Exec format error: ./x'] };
    expect(failures(container, [], [shell])).toMatchObject([{ kind: 'exec-format', confidence: 'likely' }]);
  });

  test('a debug container', () => {
    const status = podStatusOf(
      aPod({
        spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox' }] },
        status: { ephemeralContainerStatuses: [{ name: 'debug', state: { terminated: startError } }] },
      }),
    );
    expect(startFailures({ status, now })).toMatchObject([{ container: { name: 'debug', kind: 'ephemeral' } }]);
  });

  test.each([
    ['it runs since', { state: running(300), last: startError, restarts: 1 }, {}],
    ['a missing ConfigMap', { state: waiting('CreateContainerConfigError', 'configmap "app" not found') }, {}],
    ['the image is missing', { state: waiting('ErrImagePull', 'not found') }, {}],
    ['an ordinary exit', { state: waiting('CrashLoopBackOff'), last: terminated(1) }, {}],
    ['exit code 128 of the program', { state: waiting('CrashLoopBackOff'), last: terminated(128) }, {}],
    ['an evicted pod', { state: { terminated: startError } }, { phase: 'Failed', reason: 'Evicted' }],
  ] as const)('nothing: %s', (_name, container, pod) => {
    expect(failures(container, [], [], pod)).toEqual([]);
  });

  test('nothing: a pod that is being deleted', () => {
    const pod = aPod({
      metadata: { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 },
      containers: [{ name: 'web', state: waiting('RunContainerError', text) }],
    });
    expect(startFailures({ status: podStatusOf(pod), now })).toEqual([]);
  });
});
