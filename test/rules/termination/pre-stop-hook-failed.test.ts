import { preStopHookFailed } from '../../../src/rules/termination/pre-stop-hook-failed.ts';
import { ago, aPod, anEvent, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted } from '../../support/disrupted.ts';

const hooked = (preStop: object): { name: string; lifecycle: { preStop: object } } => ({
  name: 'web',
  lifecycle: { preStop },
});
const exec = hooked({ exec: { command: ['/drain'] } });
const event = anEvent('FailedPreStopHook', 'PreStopHook failed', { container: 'web' });
const killed = { exitCode: 137, reason: 'Error', startedAt: ago(900), finishedAt: ago(8) };

testRule(preStopHookFailed, {
  fires: [
    {
      name: 'recorded',
      recording: 'ws-gateway',
      expect: [{ container: 'gateway', severity: 'warning', says: ['preStop', '/app/drain'] }],
    },
    {
      name: 'while it is being deleted',
      objects: [aPod({ metadata: deleted(10), containers: [exec] }), event],
      expect: [{ container: 'web', detail: 'failed', severity: 'warning', says: ['/drain', '20 s from now'] }],
    },
    {
      name: 'at a restart of a container that fails',
      objects: [
        aPod({ containers: [{ ...exec, state: waiting('CrashLoopBackOff'), last: terminated(137), restarts: 3 }] }),
        event,
      ],
      expect: [{ severity: 'warning' }],
    },
    {
      name: 'at a restart, and it runs well again: information',
      objects: [aPod({ containers: [{ ...exec, ready: true, restarts: 1 }] }), event],
      expect: [{ severity: 'info' }],
    },
    {
      name: 'an event without a container, and one hook',
      objects: [
        aPod({ metadata: deleted(10), containers: [exec, { name: 'side' }] }),
        anEvent('FailedPreStopHook', 'PreStopHook failed'),
      ],
      expect: [{ container: 'web' }],
    },
    {
      name: 'a tcpSocket hook, which never works',
      objects: [aPod({ metadata: deleted(10), containers: [hooked({ tcpSocket: { port: 80 } })] }), event],
      expect: [{ says: ['the kubelet cannot run tcpSocket hooks', 'tcpSocket (never works as a hook)'] }],
    },
    {
      name: 'a sleep that is cut off',
      objects: [aPod({ metadata: deleted(10), containers: [hooked({ sleep: { seconds: 20 } })] }), event],
      expect: [{ says: ['the container ended before'] }],
    },
    {
      name: 'an HTTP hook',
      objects: [aPod({ metadata: deleted(10), containers: [hooked({ httpGet: { port: 80, path: '/bye' } })] }), event],
      expect: [{ says: [':80/bye', 'nothing answered'] }],
    },
    {
      name: 'a hook that sleeps longer than the grace period, and was killed',
      objects: [
        aPod({
          metadata: deleted(40),
          containers: [{ ...hooked({ sleep: { seconds: 45 } }), state: { terminated: killed } }],
        }),
      ],
      expect: [{ detail: 'outran-grace', confidence: 'likely', says: ['45 s', '30 s', '75'] }],
    },
    {
      name: 'the same as a command, and it is still shown as running',
      objects: [aPod({ metadata: deleted(31), containers: [hooked({ exec: { command: ['sleep', '60'] } })] })],
      expect: [{ detail: 'outran-grace' }],
    },
  ],
  silent: [
    { name: 'a hook in its time', recording: 'webinar-7' },
    {
      name: 'a long hook of a pod that nobody deletes',
      objects: [aPod({ containers: [{ ...hooked({ exec: { command: ['sleep', '60'] } }), restarts: 1 }] })],
    },
    {
      name: 'a long hook whose time is not over',
      objects: [aPod({ metadata: deleted(10), containers: [hooked({ exec: { command: ['sleep', '60'] } })] })],
    },
    { name: 'a hook of unknown length', objects: [aPod({ metadata: deleted(100), containers: [exec] })] },
    {
      name: 'a grace period of 0 skips the hook',
      objects: [aPod({ metadata: deleted(5, 0), containers: [hooked({ sleep: { seconds: 5 } })] })],
    },
  ],
});
