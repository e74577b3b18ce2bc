import { initContainerUnboundedWait } from '../../../src/rules/init/init-container-unbounded-wait.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

function script(text: string, kind = 'Deployment', spec = ''): string {
  const policy = kind.endsWith('Job') ? 'restartPolicy: Never\n' : '';
  return manifest(kind, {
    spec,
    pod: `${policy}initContainers: [{name: wait, image: "busybox:1", command: [sh, -c, ${JSON.stringify(text)}]}]`,
  });
}

const at = 'spec.template.spec.initContainers[0].command';

testLint(initContainerUnboundedWait, {
  fires: [
    {
      name: 'until somebody answers',
      yaml: script('until nc -z db 5432; do echo waiting; sleep 2; done'),
      expect: [{ path: at, container: 'wait', severity: 'advice', says: ['db:5432', 'until nc -z db 5432'] }],
    },
    {
      name: 'while nobody answers, over lines',
      yaml: script('set -e\nwhile ! curl -fs http://api/ready\ndo\n  sleep 1\ndone\n'),
      expect: [{ path: at }],
    },
    {
      name: 'an endless loop that only success leaves',
      yaml: script('while true; do nc -z db 5432 && break; sleep 2; done'),
      expect: [{ path: at }],
    },
    {
      name: 'a time-out of each try limits nothing',
      yaml: script('until timeout 1 nc -w 2 -z db 5432; do sleep 1; done'),
      expect: [{ path: at }],
    },
    {
      name: 'words in quotes are no way out',
      yaml: script('until nc -z db 5432; do echo "exit or break"; sleep 1; done'),
      expect: [{ path: at }],
    },
    {
      name: 'a Job without a deadline hangs',
      yaml: script('until nc -z db 5432; do sleep 1; done', 'Job'),
      expect: [{ path: at, severity: 'warning', says: ['activeDeadlineSeconds'] }],
    },
    {
      name: 'a CronJob as well',
      yaml: script('until nc -z db 5432; do sleep 1; done', 'CronJob'),
      expect: [
        {
          path: 'spec.jobTemplate.spec.template.spec.initContainers[0].command',
          severity: 'warning',
          says: ['later runs'],
        },
      ],
    },
    {
      name: 'the script in args',
      yaml: manifest('StatefulSet', {
        pod: 'initContainers: [{name: wait, image: "b:1", command: [/bin/sh, -ec], args: ["until ping -c 1 db; do sleep 1; done"]}]',
      }),
      expect: [{ path: 'spec.template.spec.initContainers[0].args' }],
    },
  ],
  silent: [
    {
      name: 'counted',
      yaml: script('i=0; until nc -z db 5432; do i=$((i+1)); [ $i -ge 30 ] && exit 1; sleep 2; done'),
    },
    { name: 'a for loop', yaml: script('for i in $(seq 30); do nc -z db 5432 && exit 0; sleep 2; done; exit 1') },
    {
      name: 'leaves with an error',
      yaml: script('while true; do nc -z db 5432 && break; test -f /stop && exit 1; sleep 2; done'),
    },
    {
      name: 'by the clock',
      yaml: script(
        'end=$(($(date +%s)+60)); until nc -z db 5432; do [ $(date +%s) -gt $end ] && exit 1; sleep 2; done',
      ),
    },
    { name: 'under timeout', yaml: script('timeout 120 sh -c "until nc -z db 5432; do sleep 2; done"') },
    {
      name: 'timeout as the program',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: w, image: "b:1", command: [timeout, "60", sh, -c, "until nc -z db 1; do sleep 1; done"]}]',
      }),
    },
    {
      name: 'a Job with a deadline',
      yaml: script('until nc -z db 5432; do sleep 1; done', 'Job', 'activeDeadlineSeconds: 600'),
    },
    { name: 'reads lines', yaml: script('cat /list | while read line; do sleep 1; touch $line; done') },
    { name: 'never ends, which another rule tells', yaml: script('while true; do date; sleep 1; done') },
    {
      name: 'a tool with a time-out of its own',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: w, image: "b:1", command: [kubectl, wait, --for=condition=ready, pod/db]}]',
      }),
    },
    { name: 'in a comment', yaml: script('# until nc -z db 5432; do sleep 1; done\nmigrate') },
    {
      name: 'an app container may wait',
      yaml: manifest('Deployment', {
        container: 'command: [sh, -c, "until nc -z db 5432; do sleep 1; done; exec web"]',
      }),
    },
  ],
});
