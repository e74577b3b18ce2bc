import { readinessProbeFailing } from '../../../src/rules/readiness/readiness-probe-failing.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const path = 'spec.template.spec.containers[0].readinessProbe.httpGet.port';
const ports = 'ports: [{name: http, containerPort: 80}]';

function nginx(container: string): string {
  return aDeployment('', container).replace('example.com/web:1', 'nginx:1.27');
}

testForesight(readinessProbeFailing, {
  fires: [
    {
      name: 'the image serves another port',
      yaml: nginx(`${ports}\nreadinessProbe: {httpGet: {port: 8080}, initialDelaySeconds: 5}`),
      expect: [
        {
          path,
          severity: 'error',
          detail: 'wrong-port',
          says: ['asks port 8080', 'nginx:1.27 serves 80', 'never becomes ready'],
        },
      ],
    },
    {
      name: 'another probe asks the declared port',
      yaml: aDeployment(
        '',
        `${ports}\nreadinessProbe: {httpGet: {port: 8081}}\nlivenessProbe: {httpGet: {port: http}}`,
      ),
      expect: [{ path, severity: 'warning', says: ['Another probe of web', 'never becomes ready'] }],
    },
    {
      name: 'two probes agree on a port that the image does not serve',
      yaml: nginx(`${ports}\nlivenessProbe: {httpGet: {port: 8080}}\nreadinessProbe: {httpGet: {port: 8080}}`),
      expect: [{ path }],
    },
  ],
  silent: [
    { name: 'the declared port', yaml: nginx(`${ports}\nreadinessProbe: {httpGet: {port: 80}}`) },
    {
      name: 'a configuration of its own may open the port',
      yaml: nginx(
        `${ports}\nreadinessProbe: {httpGet: {port: 8080}}\nvolumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]`,
      ),
    },
    {
      name: 'an image of which nothing is known',
      yaml: aDeployment('', `${ports}\nreadinessProbe: {httpGet: {port: 8080}}`),
    },
    {
      name: 'an argument speaks of the port',
      yaml: aDeployment(
        '',
        `args: [--admin=:8081]\n${ports}\nreadinessProbe: {httpGet: {port: 8081}}\nlivenessProbe: {httpGet: {port: http}}`,
      ),
    },
    { name: 'no port is declared', yaml: nginx('readinessProbe: {httpGet: {port: 8080}}') },
  ],
});
