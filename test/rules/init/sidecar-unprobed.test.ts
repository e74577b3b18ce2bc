import { sidecarUnprobed } from '../../../src/rules/init/sidecar-unprobed.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

function withSidecar(
  fields: string,
  container = 'env: [{name: DB_URL, value: "postgres://localhost:5432"}]',
  image = 'proxy:2',
): string {
  const sidecar = `{name: proxy, image: "${image}", restartPolicy: Always, ports: [{containerPort: 5432}]${fields}}`;
  return manifest('Deployment', { container, pod: `initContainers: [${sidecar}]` });
}

const at = 'spec.template.spec.initContainers[0].startupProbe';

testLint(sidecarUnprobed, {
  fires: [
    {
      name: 'the app asks it',
      yaml: withSidecar(''),
      expect: [
        { path: at, container: 'proxy', severity: 'advice', says: ['web needs sidecar proxy', '5432', 'DB_URL'] },
      ],
    },
    {
      name: 'a readiness probe holds nobody back',
      yaml: withSidecar(', readinessProbe: {tcpSocket: {port: 5432}}'),
      expect: [{ path: at, says: ['only a startupProbe does'] }],
    },
    {
      name: 'several ask it',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: proxy, image: "p:1", restartPolicy: Always, ports: [{containerPort: 5432}]}, {name: migrate, image: "w:1", command: [psql, -h, 127.0.0.1, -p, "5432"]}, {name: seed, image: "w:1", command: [psql, -h, 127.0.0.1, -p, "5432"]}]',
      }),
      expect: [{ path: at, says: ['migrate and seed need sidecar proxy', 'what migrate and seed use'] }],
    },
    {
      name: 'an init container behind asks it',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: proxy, image: "p:1", restartPolicy: Always, ports: [{containerPort: 5432}]}, {name: migrate, image: "w:1", command: [psql, -h, 127.0.0.1, -p, "5432"]}]',
      }),
      expect: [{ path: at, says: ['migrate'] }],
    },
  ],
  silent: [
    { name: 'a startup probe', yaml: withSidecar(', startupProbe: {tcpSocket: {port: 5432}}') },
    { name: 'a postStart hook waits', yaml: withSidecar(', lifecycle: {postStart: {exec: {command: [wait]}}}') },
    { name: 'nobody asks it', yaml: withSidecar('', '') },
    {
      name: 'the app waits itself',
      yaml: withSidecar('', 'command: [sh, -c, "until nc -z localhost 5432; do sleep 1; done; exec web"]'),
    },
    { name: 'the proxy of a mesh', yaml: withSidecar('', undefined, 'istio/proxyv2:1.24') },
    {
      name: 'an ordinary init container',
      yaml: manifest('Deployment', {
        container: 'env: [{name: A, value: "localhost:5432"}]',
        pod: 'initContainers: [{name: a, image: "b:1", ports: [{containerPort: 5432}]}]',
      }),
    },
  ],
});
