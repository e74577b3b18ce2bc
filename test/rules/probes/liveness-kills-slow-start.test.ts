import { livenessKillsSlowStart } from '../../../src/rules/probes/liveness-kills-slow-start.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].livenessProbe';
const get = (what: string): string => `httpGet: {path: ${what}, port: 8080}`;

function both(liveness: string, readiness: string, more = '', spec = ''): string {
  return manifest('Deployment', {
    container: `livenessProbe: {${get('/live')}, ${liveness}}\nreadinessProbe: {${get('/ready')}, ${readiness}}\n${more}`,
    spec,
  });
}

testLint(livenessKillsSlowStart, {
  fires: [
    {
      name: 'liveness ends before readiness begins',
      yaml: both('initialDelaySeconds: 5', 'initialDelaySeconds: 60'),
      expect: [
        {
          path,
          severity: 'warning',
          says: [
            'kills 25 s after its start',
            '(5 + 2 × 10)',
            'after 60 s',
            'Add a startup probe that allows 120 s (12 × 10)',
          ],
          fix: null,
        },
      ],
    },
    {
      name: 'a check by a command: the startup probe runs it as well',
      yaml: manifest('Deployment', {
        container: `livenessProbe: {exec: {command: [/live]}, initialDelaySeconds: 5}\nreadinessProbe: {${get('/ready')}, initialDelaySeconds: 60}`,
      }),
      expect: [
        { path, says: ['"startupProbe":{"exec":{"command":["/live"]},"periodSeconds":10,"failureThreshold":12}'] },
      ],
    },
    {
      name: 'one second before',
      yaml: both('initialDelaySeconds: 39', 'initialDelaySeconds: 60'),
      expect: [{ path, says: ['59 s'] }],
    },
    {
      name: 'the rollout is given more than usual',
      yaml: both('periodSeconds: 5', 'periodSeconds: 5', '', 'progressDeadlineSeconds: 1800'),
      expect: [{ path, severity: 'advice', says: ['1800 s', '(0 + 2 × 5)'] }],
    },
  ],
  silent: [
    { name: 'exactly when readiness begins', yaml: both('initialDelaySeconds: 40', 'initialDelaySeconds: 60') },
    {
      name: 'a startup probe holds it back',
      yaml: both(
        'initialDelaySeconds: 5',
        'initialDelaySeconds: 60',
        `startupProbe: {${get('/live')}, failureThreshold: 30}`,
      ),
    },
    {
      name: 'the usual deadline',
      yaml: both('periodSeconds: 5', 'periodSeconds: 5', '', 'progressDeadlineSeconds: 600'),
    },
    { name: 'no readiness probe', yaml: manifest('Deployment', { container: `livenessProbe: {${get('/live')}}` }) },
    {
      name: 'readiness alone',
      yaml: manifest('Deployment', { container: `readinessProbe: {${get('/x')}, initialDelaySeconds: 300}` }),
    },
  ],
});
