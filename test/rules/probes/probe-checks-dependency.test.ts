import { probeChecksDependency } from '../../../src/rules/probes/probe-checks-dependency.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].livenessProbe';
const probe = (text: string, type = 'livenessProbe'): string =>
  manifest('Deployment', { container: `${type}: {${text}}` });

testLint(probeChecksDependency, {
  fires: [
    {
      name: 'another host by HTTP',
      yaml: probe('httpGet: {host: api.example.com, port: 443}'),
      expect: [{ path: `${at}.httpGet.host`, severity: 'warning', detail: 'remote-host', says: ['api.example.com'] }],
    },
    {
      name: 'another host by TCP',
      yaml: probe('tcpSocket: {host: db, port: 5432}'),
      expect: [{ path: `${at}.tcpSocket.host` }],
    },
    {
      name: 'a command asks another host',
      yaml: probe('exec: {command: [sh, -c, "pg_isready -h postgres -U app"]}'),
      expect: [{ path: `${at}.exec.command`, says: ['postgres'] }],
    },
    {
      name: 'curl of another host',
      yaml: probe('exec: {command: [curl, -f, "http://auth.shop.svc:80/ok"]}'),
      expect: [{ path: `${at}.exec.command`, says: ['auth.shop.svc'] }],
    },
    {
      name: 'a path that names the database',
      yaml: probe('httpGet: {path: /health/db, port: 80}'),
      expect: [{ path: `${at}.httpGet.path`, detail: 'dependency-path' }],
    },
    {
      name: 'the whole health of Spring Boot',
      yaml: probe('httpGet: {path: /actuator/health, port: 80}'),
      expect: [{ path: `${at}.httpGet.path`, severity: 'advice', detail: 'aggregate-path' }],
    },
    {
      name: 'the path of readiness',
      yaml: probe('httpGet: {path: /readyz, port: 80}'),
      expect: [{ path: `${at}.httpGet.path`, severity: 'advice', detail: 'readiness-path' }],
    },
  ],
  silent: [
    { name: 'its own port', yaml: probe('httpGet: {path: /healthz, port: 80}') },
    { name: 'localhost', yaml: probe('exec: {command: [redis-cli, -h, 127.0.0.1, ping]}') },
    { name: 'its own machine by default', yaml: probe('exec: {command: [mysqladmin, ping]}') },
    { name: 'its own name', yaml: probe('exec: {command: [sh, -c, "curl -f http://$(hostname):8080/"]}') },
    { name: 'a variable that may be its own address', yaml: probe('exec: {command: [sh, -c, "nc -z $LISTEN 80"]}') },
    { name: 'readiness may ask others', yaml: probe('httpGet: {path: /health/db, port: 80}', 'readinessProbe') },
    { name: 'liveness of Spring Boot', yaml: probe('httpGet: {path: /actuator/health/liveness, port: 80}') },
    { name: 'a word that only begins like one', yaml: probe('httpGet: {path: /dbadmin, port: 80}') },
    {
      name: 'the container is the cache itself',
      yaml: manifest('Deployment', {
        pod: 'containers:\n- name: redis\n  image: redis:7\n  livenessProbe: {httpGet: {path: /redis, port: 80}}',
      }),
    },
  ],
});
