import { terminatingSlow } from '../../../src/rules/termination/terminating-slow.ts';
import { aNode, aPod, anEvent, terminated } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { deleted, marked, silentNode } from '../../support/disrupted.ts';

const stopped = { name: 'web', state: { terminated: terminated(0) } };

testRule(terminatingSlow, {
  fires: [
    {
      name: 'recorded: the process ignores SIGTERM',
      recording: 'stream-proc',
      expect: [{ severity: 'info', says: ['600', 'traps no signal'] }],
    },
    {
      name: 'recorded: in its preStop hook',
      recording: 'webinar-7',
      expect: [{ severity: 'info', detail: 'within-grace', says: ['60', 'sleep 30', 'SIGTERM follows'] }],
    },
    {
      name: 'within its grace period',
      objects: [aPod({ metadata: deleted(10) }), aNode('node-a')],
      expect: [{ container: 'web', severity: 'info', says: ['20 s are left', '12:00:20'] }],
    },
    {
      name: 'its hook asks by HTTP, and another sleeps longer than all the time there is',
      objects: [
        aPod({
          metadata: deleted(10),
          containers: [
            { name: 'web', lifecycle: { preStop: { httpGet: { port: 8080, path: '/drain' } } } },
            { name: 'log', lifecycle: { preStop: { sleep: { seconds: 90 } } } },
          ],
        }),
      ],
      expect: [
        {
          says: [
            'web (http GET :8080/drain), log (sleep 90 s)',
            'The hook of log takes 1 min 30 s, longer than the whole grace period',
          ],
        },
      ],
    },
    {
      name: 'a long hook command is cut',
      objects: [
        aPod({
          metadata: deleted(10),
          containers: [
            { name: 'web', lifecycle: { preStop: { exec: { command: ['sh', '-c', 'drain --all; '.repeat(12)] } } } },
          ],
        }),
      ],
      expect: [{ says: ['(exec sh -c drain --all; ', '…)'] }],
    },
    {
      name: 'the kill is due',
      objects: [aPod({ metadata: deleted(33) })],
      expect: [{ severity: 'info', detail: 'kill-due' }],
    },
    {
      name: 'overdue, and it still runs',
      objects: [aPod({ metadata: deleted(330) }), aNode('node-a')],
      expect: [{ severity: 'error', detail: 'overdue', says: ['5 min'] }],
    },
    {
      name: 'overdue, and its containers have ended',
      objects: [aPod({ metadata: deleted(330), containers: [stopped] })],
      expect: [{ severity: 'error', detail: 'teardown', container: null }],
    },
    {
      name: 'the kubelet fails to kill it',
      objects: [
        aPod({ metadata: deleted(330), containers: [stopped] }),
        anEvent('FailedKillPod', 'error killing pod: failed to "KillPodSandbox": rpc error: code = DeadlineExceeded'),
      ],
      expect: [{ detail: 'kill-failed', says: ['KillPodSandbox'] }],
    },
    {
      name: 'several containers: none is meant',
      objects: [aPod({ metadata: deleted(10), containers: [{ name: 'a' }, { name: 'b' }] })],
      expect: [{ container: null, says: ['a, b'] }],
    },
  ],
  silent: [
    { name: 'a finalizer keeps it', recording: 'job-broker' },
    { name: 'its node is lost', recording: 'turbine-hmi' },
    { name: 'the same, hand-built', objects: [marked({ metadata: deleted(100) }), silentNode()] },
    { name: 'nobody deleted it', objects: [aPod()] },
  ],
});
