import { initContainerNeverEnds } from '../../../src/rules/init/init-container-never-ends.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.initContainers[0]';

function withInit(fields: string, kind = 'Deployment'): string {
  const policy = kind === 'Job' ? 'restartPolicy: Never\n' : '';
  return manifest(kind, { pod: `${policy}initContainers: [{name: first, ${fields}}]` });
}

function script(text: string): string {
  return withInit(`image: "busybox:1", command: [sh, -c, ${JSON.stringify(text)}]`);
}

testLint(initContainerNeverEnds, {
  fires: [
    {
      name: 'sleep infinity',
      yaml: withInit('image: "busybox:1", command: [sleep, infinity]'),
      expect: [
        {
          path: `${at}.command`,
          container: 'first',
          severity: 'error',
          stage: 'start',
          says: ['sleep infinity', 'web will not start', 'restartPolicy: Always'],
        },
      ],
    },
    {
      name: 'a loop without a way out',
      yaml: script('while true; do date; sleep 5; done'),
      expect: [{ path: `${at}.command`, severity: 'error' }],
    },
    {
      name: 'tail at the end of a script',
      yaml: script('migrate && tail -f /dev/null'),
      expect: [{ path: `${at}.command`, severity: 'error' }],
    },
    {
      name: 'a server by its command',
      yaml: withInit('image: "web:1", command: [nginx, "-g", "daemon off;"]', 'Job'),
      expect: [{ path: `${at}.command`, severity: 'warning', says: ['looks like a program that serves'] }],
    },
    {
      name: 'a server by its image',
      yaml: withInit('image: "docker.io/library/redis:7"'),
      expect: [{ path: `${at}.image`, severity: 'warning' }],
    },
    {
      name: 'a proxy that was meant as a sidecar',
      yaml: withInit('image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11", args: ["project:region:db"]'),
      expect: [{ path: `${at}.args`, severity: 'warning' }],
    },
  ],
  silent: [
    { name: 'a sidecar', yaml: withInit('image: "redis:7", restartPolicy: Always') },
    { name: 'work that ends', yaml: withInit('image: "web:1", command: [migrate, up]') },
    {
      name: 'a client in the image of a server',
      yaml: withInit('image: "redis:7", args: [redis-cli, -h, cache, ping]'),
    },
    { name: 'a client by its command', yaml: withInit('image: "postgres:16", command: [pg_isready, -h, db]') },
    {
      name: 'iptables of a mesh in the image of its proxy',
      yaml: withInit('image: "istio/proxyv2:1.24", args: [istio-iptables, -p, "15001"]'),
    },
    {
      name: 'a server that only checks its configuration',
      yaml: withInit('image: "nginx:1.27", command: [nginx, -t]'),
    },
    { name: 'a wait, which another rule tells', yaml: script('until nc -z db 5432; do sleep 2; done') },
    { name: 'a loop with a way out', yaml: script('while true; do nc -z db 5432 && break; sleep 2; done') },
    { name: 'held only when something fails', yaml: script('migrate || sleep infinity') },
    { name: 'in the background', yaml: script('tail -f /var/log/x & migrate') },
    { name: 'a server as an app container', yaml: manifest('Deployment', { container: 'command: [sleep, infinity]' }) },
  ],
});
