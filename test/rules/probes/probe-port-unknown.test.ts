import { probePortUnknown } from '../../../src/rules/probes/probe-port-unknown.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const ports = 'ports: [{name: http, containerPort: 8080}]';

function probing(probe: string, more = ports): string {
  return manifest('Deployment', { container: `${more}\n${probe}` });
}

testLint(probePortUnknown, {
  fires: [
    {
      name: 'a name that the container does not declare',
      yaml: probing('readinessProbe: {httpGet: {port: web, path: /}}'),
      expect: [
        {
          path: `${at}.readinessProbe.httpGet.port`,
          severity: 'error',
          detail: 'name',
          says: ['never passes', 'it declares http'],
          fix: null,
        },
      ],
    },
    {
      name: 'a misspelt name has one right form',
      yaml: probing('livenessProbe: {tcpSocket: {port: htpp}}', 'ports: [{name: https, containerPort: 8443}]'),
      expect: [{ path: `${at}.livenessProbe.tcpSocket.port`, says: ['never restarted'] }],
    },
    {
      name: 'a misspelt name is mended where only one is declared',
      yaml: probing('startupProbe: {httpGet: {port: metrcs}}', 'ports: [{name: metrics, containerPort: 9100}]'),
      expect: [
        {
          path: `${at}.startupProbe.httpGet.port`,
          fix: [{ kind: 'set', path: `${at}.startupProbe.httpGet.port`, value: 'metrics' }],
        },
      ],
    },
    {
      name: 'the name belongs to another container',
      yaml: manifest('Deployment', {
        pod: 'containers:\n- name: web\n  image: a:1\n  livenessProbe: {httpGet: {port: admin}}\n- name: proxy\n  image: b:1\n  ports: [{name: admin, containerPort: 9901}]',
      }),
      expect: [
        { path: `${at}.livenessProbe.httpGet.port`, container: 'web', says: ['Container proxy declares admin'] },
      ],
    },
    {
      name: 'a number that nobody declares',
      yaml: probing('livenessProbe: {httpGet: {port: 8081, path: /healthz}}'),
      expect: [
        {
          path: `${at}.livenessProbe.httpGet.port`,
          severity: 'advice',
          detail: 'number',
          says: ['port 8081', 'the only port that web declares is 8080 (http)', 'again and again'],
          fix: null,
        },
      ],
    },
    {
      name: 'of a sidecar, and of grpc',
      yaml: manifest('StatefulSet', {
        pod: 'initContainers:\n- name: agent\n  image: a:1\n  restartPolicy: Always\n  ports: [{containerPort: 9000}]\n  readinessProbe: {grpc: {port: 9001}}',
      }),
      expect: [{ path: 'spec.template.spec.initContainers[0].readinessProbe.grpc.port', container: 'agent' }],
    },
  ],
  silent: [
    { name: 'the name is declared', yaml: probing('readinessProbe: {httpGet: {port: http}}') },
    { name: 'the number is declared', yaml: probing('readinessProbe: {httpGet: {port: 8080}}') },
    { name: 'a number as text', yaml: probing('readinessProbe: {httpGet: {port: "8080"}}') },
    { name: 'no ports are declared at all', yaml: probing('livenessProbe: {httpGet: {port: 8081}}', '') },
    {
      name: 'an argument speaks of the port',
      yaml: probing('livenessProbe: {httpGet: {port: 8081}}', `args: [--health-addr=:8081]\n${ports}`),
    },
    {
      name: 'a variable speaks of it',
      yaml: probing(
        'livenessProbe: {httpGet: {port: 8081}}',
        `env: [{name: MANAGEMENT_PORT, value: "8081"}]\n${ports}`,
      ),
    },
    {
      name: 'all probes agree on it: a management port',
      yaml: probing('livenessProbe: {httpGet: {port: 8081}}\nreadinessProbe: {httpGet: {port: 8081}}'),
    },
    {
      name: 'two probes, each on a port of its own',
      yaml: probing('livenessProbe: {httpGet: {port: 9000}}\nreadinessProbe: {httpGet: {port: 9001}}'),
    },
    {
      name: 'what more speaks against is foreseen by another rule',
      yaml: probing('livenessProbe: {httpGet: {port: 8081}}\nreadinessProbe: {httpGet: {port: 8080}}'),
    },
    {
      name: 'only udp ports are declared',
      yaml: probing('livenessProbe: {tcpSocket: {port: 8081}}', 'ports: [{containerPort: 53, protocol: UDP}]'),
    },
    { name: 'another host is asked', yaml: probing('livenessProbe: {tcpSocket: {port: 8081, host: 10.0.0.1}}') },
    {
      name: 'another container of the pod has it',
      yaml: manifest('Deployment', {
        pod: 'containers:\n- name: web\n  image: a:1\n  ports: [{containerPort: 8080}]\n  livenessProbe: {httpGet: {port: 15021}}\n- name: proxy\n  image: b:1\n  ports: [{containerPort: 15021}]',
      }),
    },
    { name: 'a command', yaml: probing('livenessProbe: {exec: {command: [cat, /tmp/ok]}}') },
  ],
});
