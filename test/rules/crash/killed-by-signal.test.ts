import { killedBySignal } from '../../../src/rules/crash/killed-by-signal.ts';
import { anEvent, aPod, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const died = (exitCode: number, reason = 'Error', more: ContainerOptions = {}) =>
  aPod({
    containers: [{ state: waiting('CrashLoopBackOff'), last: terminated(exitCode, reason), restarts: 2, ...more }],
  });
const lost = terminated(137, 'ContainerStatusUnknown');

testRule(killedBySignal, {
  fires: [
    { name: 'SIGSEGV', objects: [died(139)], expect: [{ container: 'web', says: ['139', 'SIGSEGV', '128 + 11'] }] },
    {
      name: 'SIGKILL that nobody owns up to',
      objects: [died(137)],
      expect: [{ says: ['137', 'SIGKILL', 'not OOMKilled', 'No events are left'] }],
    },
    {
      name: 'SIGKILL with a memory limit',
      objects: [died(137, 'Error', { resources: { limits: { memory: '64Mi' } } })],
      expect: [{ says: ['64Mi'] }],
    },
    {
      name: 'SIGKILL, a probe, and no event left',
      objects: [died(137, 'Error', { livenessProbe: { tcpSocket: { port: 80 } } })],
      expect: [{ says: ['when a liveness probe fails'] }],
    },
    { name: 'SIGTERM from within', objects: [died(143)], expect: [{ says: ['SIGTERM'] }] },
    {
      name: 'a seccomp profile (CRI-O)',
      objects: [died(159, 'seccomp killed')],
      expect: [{ says: ['SIGSYS', 'seccomp'] }],
    },
    {
      name: 'a CPU that lacks an instruction',
      objects: [died(132)],
      expect: [{ says: ['SIGILL', 'for the CPU of its node'] }],
    },
    { name: 'a division by zero', objects: [died(136)], expect: [{ says: ['SIGFPE'] }] },
    { name: 'an abort', objects: [died(134)], expect: [{ says: ['SIGABRT', 'stack trace'] }] },
    {
      name: 'SIGKILL without a reason',
      objects: [died(137, '')],
      expect: [{ says: ['reason not given'] }],
    },
    { name: 'a full /dev/shm', objects: [died(135)], expect: [{ says: ['SIGBUS', '/dev/shm'] }] },
    {
      name: 'its end was not seen and it stays down',
      objects: [
        aPod({
          containers: [{ state: { terminated: lost } }],
          spec: { restartPolicy: 'Never' },
          status: { phase: 'Failed' },
        }),
      ],
      expect: [{ detail: 'lost', confidence: 'possible', saysNot: ['SIGKILL'] }],
    },
    {
      name: 'its end was not seen, it belongs to a Job, and no node is named',
      objects: [
        aPod({
          owner: { kind: 'Job', name: 'seed' },
          containers: [{ state: { terminated: lost } }],
          spec: { restartPolicy: 'Never', nodeName: '' },
          status: { phase: 'Failed' },
        }),
      ],
      expect: [{ detail: 'lost', says: ['after a restart of its node'], saysNot: ['Delete the pod', 'describe'] }],
    },
    {
      name: 'SIGSEGV, recorded',
      recording: 'codec-worker',
      expect: [{ container: 'codec', says: ['139', 'SIGSEGV'] }],
    },
    {
      name: 'SIGABRT in a Job, recorded',
      recording: 'risk-model',
      expect: [{ container: 'calc', says: ['134', 'SIGABRT'] }],
    },
    {
      name: 'SIGKILL, recorded',
      recording: 'session-store',
      expect: [{ container: 'store', says: ['137', 'SIGKILL'] }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod()] },
    { name: 'out of memory', objects: [died(137, 'OOMKilled')] },
    {
      name: 'a liveness kill',
      objects: [
        died(137),
        anEvent('Killing', 'Container web failed liveness probe, will be restarted', { container: 'web' }),
      ],
    },
    {
      name: 'the end of a pod',
      objects: [died(143), anEvent('Killing', 'Stopping container web', { container: 'web' })],
    },
    { name: 'lost, and running again', objects: [aPod({ containers: [{ last: lost, restarts: 1 }] })] },
    { name: 'the end of a sidecar of a Job', recording: 'etl-sidecar' },
    { name: 'stopped by the deadline', recording: 'ad-hoc-query' },
    { name: 'a startup kill', recording: 'legacy-crm' },
  ],
});
