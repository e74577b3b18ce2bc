import { postStartRacesEntrypoint } from '../../../src/rules/shutdown/post-start-races-entrypoint.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].lifecycle.postStart';
const hook = (text: string): string => manifest('Deployment', { container: `lifecycle: {postStart: {${text}}}` });
const script = (text: string): string => hook(`exec: {command: [sh, -c, ${JSON.stringify(text)}]}`);

testLint(postStartRacesEntrypoint, {
  fires: [
    {
      name: 'HTTP to its own port',
      yaml: hook('httpGet: {path: /init, port: 8080}'),
      expect: [{ path: `${at}.httpGet`, severity: 'warning', stage: 'start', says: ['GET :8080/init'] }],
    },
    {
      name: 'curl to localhost',
      yaml: script('curl -fsS -X POST http://localhost:8080/warmup'),
      expect: [{ path: `${at}.exec.command`, severity: 'warning', says: ['curl'] }],
    },
    {
      name: 'a client of its own server',
      yaml: hook('exec: {command: [redis-cli, config, set, maxmemory, 1gb]}'),
      expect: [{ path: `${at}.exec.command` }],
    },
    {
      name: 'after a fixed time',
      yaml: script('sleep 10; curl http://127.0.0.1:8080/warmup'),
      expect: [{ path: `${at}.exec.command`, severity: 'advice' }],
    },
  ],
  silent: [
    { name: 'another host', yaml: hook('httpGet: {host: registry.example.com, port: 80}') },
    { name: 'curl to another host', yaml: script('curl http://consul:8500/register') },
    { name: 'it tries again', yaml: script('until curl -fs http://localhost:8080/; do sleep 1; done') },
    { name: 'curl tries again', yaml: script('curl --retry 10 --retry-connrefused http://localhost:8080/') },
    { name: 'it may fail', yaml: script('curl http://localhost:8080/warmup || true') },
    { name: 'in the background', yaml: script('(sleep 20; curl http://localhost:8080/warmup) &') },
    { name: 'nothing is called', yaml: hook('exec: {command: [touch, /tmp/started]}') },
    {
      name: 'a preStop hook',
      yaml: manifest('Deployment', { container: 'lifecycle: {preStop: {httpGet: {port: 8080}}}' }),
    },
  ],
});
