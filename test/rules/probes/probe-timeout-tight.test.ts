import { probeTimeoutTight } from '../../../src/rules/probes/probe-timeout-tight.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const probe = (text: string, type = 'livenessProbe'): string =>
  manifest('Deployment', { container: `${type}: {${text}}` });

testLint(probeTimeoutTight, {
  fires: [
    {
      name: 'a runtime has to start',
      yaml: probe('exec: {command: [python3, /check.py]}'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds`, severity: 'warning', says: ['python3', 'killed'] }],
    },
    {
      name: 'a runtime inside a script',
      yaml: probe('exec: {command: [sh, -c, "rabbitmq-diagnostics -q ping"]}', 'readinessProbe'),
      expect: [{ path: `${at}.readinessProbe.timeoutSeconds`, severity: 'warning', says: ['out of its Services'] }],
    },
    {
      name: 'a program that is not known',
      yaml: probe('exec: {command: [/bin/check-me]}'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds`, severity: 'advice' }],
    },
    {
      name: 'TLS',
      yaml: probe('httpGet: {port: 8443, scheme: HTTPS}, timeoutSeconds: 1'),
      expect: [{ path: `${at}.livenessProbe.timeoutSeconds`, severity: 'advice', says: ['TLS'] }],
    },
    {
      name: 'a command that sleeps as long as it has',
      yaml: probe('exec: {command: [sh, -c, "sleep 3; exit 0"]}, timeoutSeconds: 3', 'readinessProbe'),
      expect: [{ path: `${at}.readinessProbe.timeoutSeconds`, severity: 'error', says: ['never passes', '5 s'] }],
    },
  ],
  silent: [
    { name: 'a sleep that fits', yaml: probe('exec: {command: [sh, -c, "sleep 1; test -f /x"]}, timeoutSeconds: 2') },
    { name: 'two seconds', yaml: probe('exec: {command: [python3, /check.py]}, timeoutSeconds: 2') },
    { name: 'cat', yaml: probe('exec: {command: [cat, /tmp/healthy]}') },
    {
      name: 'a test in a script',
      yaml: probe('exec: {command: [sh, -c, "test -f /tmp/ok && grep -q up /tmp/state"]}'),
    },
    { name: 'plain HTTP', yaml: probe('httpGet: {port: 8080}') },
    {
      name: 'an init container has none',
      yaml: manifest('Deployment', { pod: 'initContainers: [{name: a, image: "a:1", command: [python3, -V]}]' }),
    },
  ],
});
