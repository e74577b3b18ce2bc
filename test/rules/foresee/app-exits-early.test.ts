import { appExitsEarly } from '../../../src/rules/crash/app-exits-early.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const path = 'spec.template.spec.containers[0]';
const running = (command: string): string => aDeployment('', `command: ${command}`);
const image = (name: string, more = ''): string => aDeployment('', more).replace('example.com/web:1', name);

testForesight(appExitsEarly, {
  fires: [
    {
      name: 'a command that prints',
      yaml: running('[echo, hello]'),
      expect: [
        {
          path: `${path}.command`,
          container: 'web',
          severity: 'error',
          detail: 'one-shot',
          says: ['CrashLoopBackOff', 'restartPolicy Always'],
        },
      ],
    },

    {
      name: 'a script of such commands',
      yaml: running('[sh, -c, "date; ls /data && sleep 5"]'),
      expect: [{ path: `${path}.command` }],
    },
    {
      name: 'an image that holds but a shell',
      yaml: image('ubuntu:22.04'),
      expect: [{ path: `${path}.image`, detail: 'shell' }],
    },
    {
      name: 'a server in the background',
      yaml: running('[sh, -c, "/usr/sbin/cupsd & echo started"]'),
      expect: [{ path: `${path}.command`, detail: 'background' }],
    },
  ],
  silent: [
    { name: 'a server', yaml: running('[nginx, -g, daemon off;]') },
    { name: 'an image of which nothing is known', yaml: aDeployment('') },
    { name: 'a shell with a terminal', yaml: image('busybox', 'stdin: true\ntty: true') },
    { name: 'a program that is not known', yaml: running('[sh, -c, "echo start; ./serve"]') },
    { name: 'a long pause', yaml: running('[sleep, "3600"]') },
    { name: 'a loop', yaml: running('[sh, -c, "i=0; while [ $i -lt 200 ]; do sleep 5; done"]') },
    { name: 'it fails: that is another matter', yaml: running('[sh, -c, "echo boom; exit 1"]') },
    { name: 'it waits for what runs in the background', yaml: running('[sh, -c, "./serve & wait"]') },
    {
      name: 'a Job may end',
      yaml: 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: once, image: busybox, command: [date]}]',
    },
    {
      name: 'a bare pod is often started for work that ends',
      yaml: 'apiVersion: v1\nkind: Pod\nmetadata: {name: once}\nspec:\n  containers: [{name: once, image: busybox, command: [date]}]',
    },
  ],
});
