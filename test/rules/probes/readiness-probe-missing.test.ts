import { readinessProbeMissing } from '../../../src/rules/probes/readiness-probe-missing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest, service } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].readinessProbe';
const ports = 'ports: [{name: http, containerPort: 8080}]';
const other = service().replace('selector: {app: web}', 'selector: {app: other}');

testLint(readinessProbeMissing, {
  fires: [
    {
      name: 'a Service sends it requests',
      yaml: manifest('Deployment', { container: ports }) + service(),
      expect: [{ path, severity: 'warning', says: ['Service web', 'port 80 leads to web'] }],
    },
    {
      name: 'by the name of the port',
      yaml: manifest('StatefulSet', { container: ports }) + service('http'),
      expect: [{ path }],
    },
    {
      name: 'to a port that the only container does not declare',
      yaml: manifest('Deployment') + service(),
      expect: [{ path }],
    },
    {
      name: 'a DaemonSet behind a Service',
      yaml: manifest('DaemonSet', { container: ports }) + service(),
      expect: [{ path }],
    },
    {
      name: 'a bare pod behind a Service',
      yaml: manifest('Pod', { container: ports }) + service(),
      expect: [{ path: 'spec.containers[0].readinessProbe' }],
    },
    {
      name: 'a startup probe says when it begins',
      yaml: manifest('Deployment', { container: `${ports}\nstartupProbe: {tcpSocket: {port: 8080}}` }) + service(),
      expect: [{ path, severity: 'advice' }],
    },
    {
      name: 'ports and no Service in the input',
      yaml: manifest('Deployment', { container: ports }),
      expect: [{ path, severity: 'advice', says: ['the input has none'] }],
    },
    {
      name: 'only the container that serves',
      yaml:
        manifest('Deployment', {
          pod: `containers:\n- name: app\n  image: a:1\n  ports: [{containerPort: 3000}]\n- name: proxy\n  image: b:1\n  ${ports}`,
        }) + service(),
      expect: [{ path: 'spec.template.spec.containers[1].readinessProbe', container: 'proxy' }],
    },
    {
      name: 'a sidecar that serves',
      yaml:
        manifest('Deployment', {
          pod: `initContainers:\n- name: proxy\n  image: b:1\n  restartPolicy: Always\n  ${ports}`,
        }) + service(),
      expect: [{ path: 'spec.template.spec.initContainers[0].readinessProbe', container: 'proxy' }],
    },
  ],
  silent: [
    {
      name: 'there is one',
      yaml: manifest('Deployment', { container: `${ports}\nreadinessProbe: {tcpSocket: {port: 8080}}` }) + service(),
    },
    { name: 'no Service selects it', yaml: manifest('Deployment', { container: ports }) + other },
    { name: 'no ports and no Service', yaml: manifest('Deployment') },
    { name: 'a Job behind a Service', yaml: manifest('Job', { container: ports }) + service() },
    { name: 'a CronJob', yaml: manifest('CronJob', { container: ports }) + service() },
    {
      name: 'unready pods are wanted',
      yaml: manifest('StatefulSet', { container: ports }) + service(8080, 'publishNotReadyAddresses: true'),
    },
    {
      name: 'a readiness gate says it',
      yaml:
        manifest('Deployment', { container: ports, pod: 'readinessGates: [{conditionType: example.com/up}]' }) +
        service(),
    },
    {
      name: 'only metrics are asked',
      yaml: manifest('Deployment', { container: 'ports: [{name: metrics, containerPort: 8080}]' }) + service('metrics'),
    },
    { name: 'a DaemonSet with ports alone', yaml: manifest('DaemonSet', { container: ports }) },
    {
      name: 'another container asks the very port',
      yaml:
        manifest('Deployment', {
          pod: `containers:\n- name: app\n  image: a:1\n  ${ports}\n- name: check\n  image: b:1\n  readinessProbe: {tcpSocket: {port: 8080}}`,
        }) + service(),
    },
    {
      name: 'the proxy of a mesh',
      yaml:
        manifest('Deployment', { pod: `containers:\n- name: istio-proxy\n  image: istio/proxyv2:1\n  ${ports}` }) +
        service(),
    },
  ],
});
