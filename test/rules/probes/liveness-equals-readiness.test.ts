import { livenessEqualsReadiness } from '../../../src/rules/probes/liveness-equals-readiness.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].livenessProbe';
const check = 'httpGet: {path: /health, port: 8080}';

function both(liveness: string, readiness: string, kind = 'Deployment'): string {
  return manifest(kind, {
    container: `ports: [{name: http, containerPort: 8080}]\nlivenessProbe: {${liveness}}\nreadinessProbe: {${readiness}}`,
  });
}

testLint(livenessEqualsReadiness, {
  fires: [
    {
      name: 'exactly as patient',
      yaml: both(check, check),
      expect: [{ path, severity: 'warning', says: ['20 s after the first failure (2 × 10)', 'http :8080/health'] }],
    },
    {
      name: 'less patient, the port by its name',
      yaml: both('httpGet: {path: /health, port: http}, periodSeconds: 5', check),
      expect: [{ path, says: ['10 s after the first failure (2 × 5)', 'after 20 s (2 × 10)'] }],
    },
    {
      name: 'the same command',
      yaml: both('exec: {command: [/ok]}', 'exec: {command: [/ok]}'),
      expect: [{ path, says: ['exec /ok'] }],
    },
    {
      name: 'the same connection does less harm',
      yaml: both('tcpSocket: {port: 8080}', 'tcpSocket: {port: http}'),
      expect: [{ path, severity: 'advice' }],
    },
    {
      name: 'a longer delay at the start is no patience later',
      yaml: both(`${check}, initialDelaySeconds: 120`, check),
      expect: [{ path }],
    },
  ],
  silent: [
    { name: 'more tries', yaml: both(`${check}, failureThreshold: 4`, check) },
    { name: 'a longer period', yaml: both(`${check}, periodSeconds: 11`, check) },
    { name: 'a longer time-out', yaml: both(`${check}, timeoutSeconds: 5`, check) },
    { name: 'another path', yaml: both('httpGet: {path: /live, port: 8080}', check) },
    {
      name: 'other headers',
      yaml: both('httpGet: {path: /health, port: 8080, httpHeaders: [{name: X, value: y}]}', check),
    },
    { name: 'grpc services differ', yaml: both('grpc: {port: 8080, service: live}', 'grpc: {port: 8080}') },
    { name: 'work of a Job', yaml: both(check, check, 'Job') },
    { name: 'no readiness probe', yaml: manifest('Deployment', { container: `livenessProbe: {${check}}` }) },
  ],
});
