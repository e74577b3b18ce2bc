import { gracePeriodTooShort } from '../../../src/rules/shutdown/grace-period-too-short.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const pod = 'spec.template.spec';
const path = `${pod}.terminationGracePeriodSeconds`;

function stopping(preStop: string, grace?: number, more = ''): string {
  return manifest('Deployment', {
    container: `${preStop === '' ? '' : `lifecycle: {preStop: {${preStop}}}`}\n${more}`,
    ...(grace === undefined ? {} : { pod: `terminationGracePeriodSeconds: ${grace}` }),
  });
}

testLint(gracePeriodTooShort, {
  fires: [
    {
      name: '5 s are left',
      yaml: stopping('sleep: {seconds: 15}', 20),
      expect: [
        {
          path,
          container: 'web',
          severity: 'warning',
          says: ['15 s of the 20 s', '5 s from SIGTERM to SIGKILL', '45 s to stop (15 + 30)'],
          fix: [{ kind: 'set', path, value: 45 }],
        },
      ],
    },
    {
      name: 'of the default',
      yaml: stopping('exec: {command: [sleep, "25"]}'),
      expect: [
        {
          path,
          says: ['the default'],
          fix: [{ kind: 'set', path, value: 55 }],
        },
      ],
    },
    {
      name: 'a hook as long as the grace period',
      yaml: stopping('exec: {command: [sh, -c, "sleep 30 && nginx -s quit"]}', 30),
      expect: [{ path, says: ['all of the 30 s', 'SIGKILL 2 s later', 'at least 30 s'] }],
    },
    {
      name: 'a hook that is longer',
      yaml: stopping('exec: {command: [/bin/sh, -c, "sleep 2m"]}', 60),
      expect: [{ path, says: ['120 s'] }],
    },
    {
      name: 'a loop that counts',
      yaml: stopping(
        'exec: {command: [sh, -c, "for i in $(seq 1 28); do curl -s localhost/busy || exit 0; sleep 1; done"]}',
        30,
      ),
      expect: [{ path, says: ['28 s'] }],
    },
    {
      name: 'an argument gives the shutdown more than is left',
      yaml: stopping('sleep: {seconds: 10}', 30, 'args: [--shutdown-timeout=25s]'),
      expect: [
        {
          path,
          says: [
            '35 s to stop',
            'the argument --shutdown-timeout',
            '10 + 25 is more than 30',
            '40 s to stop (10 + 25 + 5)',
          ],
        },
      ],
    },
    {
      name: 'a variable without a hook',
      yaml: stopping('', 30, 'env: [{name: GRACEFUL_SHUTDOWN_TIMEOUT, value: 1m}]'),
      expect: [{ path, says: ['the variable GRACEFUL_SHUTDOWN_TIMEOUT', '60 s'] }],
    },
    {
      name: 'one finding for the container that needs most',
      yaml: manifest('StatefulSet', {
        pod: 'terminationGracePeriodSeconds: 10\ncontainers:\n- {name: a, image: "a:1", lifecycle: {preStop: {sleep: {seconds: 6}}}}\n- {name: b, image: "a:1", lifecycle: {preStop: {sleep: {seconds: 8}}}}',
      }),
      expect: [{ path, container: 'b' }],
    },
  ],
  silent: [
    { name: '6 s are left', yaml: stopping('sleep: {seconds: 14}', 20) },
    { name: 'a short hook', yaml: stopping('exec: {command: [sleep, "5"]}') },
    { name: 'no hook', yaml: stopping('', 1) },
    { name: 'a sleep that the API server refuses', yaml: stopping('sleep: {seconds: 31}', 30) },
    { name: 'a hook whose length nobody knows', yaml: stopping('exec: {command: [/drain.sh]}', 10) },
    {
      name: 'a loop without an end in sight',
      yaml: stopping('exec: {command: [sh, -c, "while busy; do sleep 60; done"]}', 30),
    },
    {
      name: 'hook and shutdown fit exactly',
      yaml: stopping('sleep: {seconds: 5}', 30, 'args: [--shutdown-timeout=25s]'),
    },
    {
      name: 'a time-out of something else',
      yaml: stopping('', 30, 'env: [{name: CLIENT_SHUTDOWN_TIMEOUT, value: "60"}, {name: READ_TIMEOUT, value: "90"}]'),
    },
    { name: 'milliseconds', yaml: stopping('', 30, 'env: [{name: SHUTDOWN_TIMEOUT_MS, value: "20000"}]') },
    { name: 'without a grace period no hook runs', yaml: stopping('exec: {command: [sleep, "25"]}', 0) },
  ],
});
