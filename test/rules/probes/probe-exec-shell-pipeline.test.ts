import { probeExecShellPipeline } from '../../../src/rules/probes/probe-exec-shell-pipeline.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.template.spec.containers[0].livenessProbe.exec.command';
const runs = (command: string): string =>
  manifest('Deployment', { container: `livenessProbe: {exec: {command: ${command}}}` });

testLint(probeExecShellPipeline, {
  fires: [
    {
      name: 'a pipeline',
      yaml: runs('[sh, -c, "ps aux | grep app | grep -v grep"]'),
      expect: [{ path, severity: 'advice', detail: 'pipeline', says: ['3 programs'] }],
    },
    {
      name: 'a pipeline of curl',
      yaml: runs('[sh, -c, "curl -s localhost:8080/health | grep ok"]'),
      expect: [{ path, detail: 'pipeline', says: ['`grep ok`', 'answer by HTTP status and use httpGet'] }],
    },
    {
      name: 'one word with blanks',
      yaml: runs('["ps aux | grep app"]'),
      expect: [{ path, severity: 'warning', detail: 'no-shell', says: ['one word'] }],
    },
    {
      name: 'operators without a shell',
      yaml: runs('[curl, -f, localhost, "||", exit, "1"]'),
      expect: [{ path, severity: 'warning', detail: 'no-shell', says: ['`||`'] }],
    },
    {
      name: 'curl of its own port',
      yaml: runs('[curl, -fs, "http://localhost:8080/health"]'),
      expect: [{ path, detail: 'tool', says: ['curl', 'httpGet on port 8080'] }],
    },
    {
      name: 'nc of its own port',
      yaml: runs('[sh, -c, "nc -z 127.0.0.1 5432"]'),
      expect: [{ path, detail: 'tool', says: ['tcpSocket on port 5432'] }],
    },
    {
      name: 'grpc_health_probe',
      yaml: runs('[/bin/grpc_health_probe, "-addr=:9000"]'),
      expect: [{ path, detail: 'tool', says: ['grpc on port 9000'] }],
    },
  ],
  silent: [
    { name: 'a plain command', yaml: runs('[cat, /tmp/healthy]') },
    { name: 'pipefail is set', yaml: runs('[bash, -c, "set -o pipefail; curl -s localhost:80 | grep ok"]') },
    { name: 'a bar inside quotes', yaml: runs(`[sh, -c, "grep -E 'up|ready' /tmp/state"]`) },
    { name: 'a list is no pipeline', yaml: runs('[sh, -c, "test -f /a || test -f /b"]') },
    { name: 'a client of its own database', yaml: runs('[pg_isready, -U, app]') },
    { name: 'HTTP', yaml: manifest('Deployment', { container: 'livenessProbe: {httpGet: {port: 80}}' }) },
  ],
});
