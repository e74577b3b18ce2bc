import { signalNotForwarded } from '../../../src/rules/shutdown/signal-not-forwarded.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const script = (text: string, kind = 'Deployment', pod = ''): string =>
  manifest(kind, { container: `command: [sh, -c, ${JSON.stringify(text)}]`, pod });

testLint(signalNotForwarded, {
  fires: [
    {
      name: 'the last command of a script',
      yaml: script('./migrate && node server.js'),
      expect: [
        {
          path: `${at}.command[2]`,
          severity: 'advice',
          detail: 'last',
          says: ['node server.js', 'dash before 0.5.11'],
          fix: [{ kind: 'set', path: `${at}.command[2]`, value: './migrate && exec node server.js' }],
        },
      ],
    },
    {
      name: 'the only command',
      yaml: script('java -jar /app.jar'),
      expect: [
        {
          path: `${at}.command[2]`,
          fix: [{ kind: 'set', path: `${at}.command[2]`, value: 'exec java -jar /app.jar' }],
        },
      ],
    },
    {
      name: 'in args',
      yaml: manifest('Deployment', { container: 'command: [/bin/bash, -ec]\nargs: ["cd /app\\nnode server.js\\n"]' }),
      expect: [
        {
          path: `${at}.args[0]`,
          fix: [{ kind: 'set', path: `${at}.args[0]`, value: 'cd /app\nexec node server.js\n' }],
        },
      ],
    },
    {
      name: 'a pipeline',
      yaml: script('node server.js | tee /log'),
      expect: [{ path: `${at}.command[2]`, severity: 'warning', detail: 'pipeline', fix: null }],
    },
    {
      name: 'more follows',
      yaml: script('node server.js; echo bye'),
      expect: [{ path: `${at}.command[2]`, severity: 'warning', detail: 'followed' }],
    },
    {
      name: 'in the background',
      yaml: script('node server.js & wait'),
      expect: [{ path: `${at}.command[2]`, severity: 'warning', detail: 'background' }],
    },
    {
      name: 'in a loop',
      yaml: script('while true; do node worker.js; sleep 5; done'),
      expect: [{ path: `${at}.command[2]`, severity: 'warning', detail: 'block' }],
    },
    {
      name: 'variables are set for it',
      yaml: script('A=1 node server.js'),
      expect: [{ path: `${at}.command[2]`, detail: 'last', fix: null }],
    },
    {
      name: 'a sidecar',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: p, image: "a:1", restartPolicy: Always, command: [sh, -c, "run-proxy; echo ended"]}]',
      }),
      expect: [{ path: 'spec.template.spec.initContainers[0].command[2]', container: 'p' }],
    },
    {
      name: 'a program that goes into the background by itself',
      yaml: script('service-start --daemon; tail -f /var/log/app'),
      expect: [{ path: `${at}.command[2]`, severity: 'warning', detail: 'background' }],
    },
  ],
  silent: [
    { name: 'a loop of small tools', yaml: script('while true; do netstat -s; sleep 10; done') },
    { name: 'exec', yaml: script('./migrate && exec node server.js') },
    { name: 'a trap', yaml: script('trap "kill $p" TERM; node server.js & p=$!; wait') },
    { name: 'no shell', yaml: manifest('Deployment', { container: 'command: [node, server.js]' }) },
    { name: 'the entrypoint of the image', yaml: manifest('Deployment', { container: 'args: [serve]' }) },
    { name: 'a script file', yaml: manifest('Deployment', { container: 'command: [sh, /run.sh]' }) },
    {
      name: 'an init system in front',
      yaml: manifest('Deployment', { container: 'command: [tini, --, sh, -c, "node server.js"]' }),
    },
    { name: 'nothing to stop', yaml: script('sleep infinity') },
    { name: 'a Job', yaml: script('node job.js; echo done', 'Job') },
    {
      name: 'an init container',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: i, image: "a:1", command: [sh, -c, "migrate; echo ok"]}]',
      }),
    },
    {
      name: 'process 1 is not the shell',
      yaml: script('node server.js; echo', 'Deployment', 'shareProcessNamespace: true'),
    },
    { name: 'a script that cannot be read', yaml: script('cat <<EOF > /x\nhi\nEOF\nnode server.js') },
  ],
});
