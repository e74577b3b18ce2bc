import { sidecarOrder } from '../../../src/rules/init/sidecar-order.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const proxy =
  '{name: proxy, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2", restartPolicy: Always, args: ["p:r:db"]}';
const declared = '{name: proxy, image: "proxy:2", restartPolicy: Always, ports: [{containerPort: 5432}]}';

function migrate(fields: string): string {
  return `{name: migrate, image: "web:1", ${fields}}`;
}

function inits(...containers: string[]): string {
  return manifest('Deployment', { pod: `initContainers: [${containers.join(', ')}]` });
}

const asks = migrate('command: [migrate, "--db", "postgres://localhost:5432/web"]');
const at = 'spec.template.spec.initContainers[0]';

testLint(sidecarOrder, {
  fires: [
    {
      name: 'a sidecar that is declared behind',
      yaml: inits(asks, declared),
      expect: [
        {
          path: `${at}.command`,
          container: 'migrate',
          severity: 'error',
          detail: 'sidecar',
          says: ['localhost:5432', 'proxy', 'before migrate'],
        },
      ],
    },
    {
      name: 'a sidecar that is known for the port',
      yaml: inits(asks, proxy),
      expect: [{ path: `${at}.command`, severity: 'warning' }],
    },
    {
      name: 'an address of a database in a variable',
      yaml: inits(migrate('env: [{name: DATABASE_URL, value: "postgres://web:hidden@127.0.0.1:5432/web"}]'), proxy),
      expect: [{ path: `${at}.env[0]`, severity: 'warning', says: ['DATABASE_URL'], saysNot: ['hidden'] }],
    },
    {
      name: 'host and port in two variables',
      yaml: inits(migrate('env: [{name: DB_HOST, value: localhost}, {name: DB_PORT, value: "5432"}]'), declared),
      expect: [{ path: `${at}.env[0]` }],
    },
    {
      name: 'waits for an app container',
      yaml: manifest('Deployment', {
        container: 'ports: [{containerPort: 8080}]',
        pod: 'initContainers: [{name: warm, image: "c:1", command: [sh, -c, "until curl -fs http://localhost:8080/ready; do sleep 1; done"]}]',
      }),
      expect: [{ path: `${at}.command`, container: 'warm', detail: 'app', says: ['app containers start only'] }],
    },
  ],
  silent: [
    {
      name: 'it declares the port itself',
      yaml: inits(
        migrate('ports: [{containerPort: 5432}], command: [migrate, "--db", "postgres://localhost:5432/web"]'),
        declared,
      ),
    },
    { name: 'the sidecar comes first', yaml: inits(declared, asks) },
    {
      name: 'another sidecar serves it earlier',
      yaml: inits(
        declared,
        asks,
        '{name: second, image: "p:2", restartPolicy: Always, ports: [{containerPort: 5432}]}',
      ),
    },
    { name: 'a host elsewhere', yaml: inits(migrate('command: [nc, -z, db, "5432"]'), declared) },
    { name: 'nobody is known for the port', yaml: inits(migrate('command: [nc, -z, localhost, "9999"]'), declared) },
    { name: 'it listens there itself', yaml: inits(migrate('command: [web, "--listen=127.0.0.1:5432"]'), declared) },
    {
      name: 'it starts what it asks',
      yaml: inits(migrate('command: [sh, -c, "cloud-sql-proxy p:r:db & migrate --db localhost:5432"]'), declared),
    },
    {
      name: 'variables that all containers share',
      yaml: manifest('Deployment', {
        container: 'ports: [{containerPort: 8080}]',
        pod: 'initContainers: [{name: migrate, image: "w:1", env: [{name: APP_URL, value: "http://localhost:8080"}]}]',
      }),
    },
    {
      name: 'metrics are sent when they can be',
      yaml: inits(
        migrate('env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://localhost:4317"}]'),
        '{name: otel, image: "o:1", restartPolicy: Always, ports: [{containerPort: 4317}]}',
      ),
    },
  ],
});
