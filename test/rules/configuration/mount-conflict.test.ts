import { mountConflict } from '../../../src/rules/configuration/mount-conflict.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const empty = '{name: v, emptyDir: {}}';

function web(volumes: string, mounts: string, more = ''): string {
  return manifest('Deployment', { pod: `volumes: [${volumes}]`, container: `volumeMounts: [${mounts}]\n${more}` });
}

testLint(mountConflict, {
  fires: [
    {
      name: 'one folder in two ways of writing it',
      yaml: web(
        `${empty}, {name: w, configMap: {name: c}}`,
        '{name: v, mountPath: /data}, {name: w, mountPath: /data/}',
      ),
      expect: [
        {
          path: `${at}.volumeMounts[1].mountPath`,
          container: 'web',
          severity: 'warning',
          detail: 'same-path',
          says: ['v and w on /data'],
        },
      ],
    },
    {
      name: 'an empty volume over the program',
      yaml: web(empty, '{name: v, mountPath: /app}', 'command: [/app/server, --port, "80"]'),
      expect: [
        {
          path: `${at}.volumeMounts[0].mountPath`,
          severity: 'error',
          stage: 'start',
          detail: 'hides-program',
          says: ['/app/server', 'emptyDir v'],
        },
      ],
    },
    {
      name: 'over the script of an interpreter',
      yaml: web(empty, '{name: v, mountPath: /srv}', 'command: [python3, /srv/main.py]'),
      expect: [{ path: `${at}.volumeMounts[0].mountPath` }],
    },
    {
      name: 'over a jar',
      yaml: web(empty, '{name: v, mountPath: /opt}', 'command: [java, -Xmx1g, -jar, /opt/app.jar]'),
      expect: [{ path: `${at}.volumeMounts[0].mountPath` }],
    },
    {
      name: 'over the working directory',
      yaml: web(empty, '{name: v, mountPath: /work}', 'command: [./run]\nworkingDir: /work'),
      expect: [{ path: `${at}.volumeMounts[0].mountPath`, says: ['/work/run'] }],
    },
    {
      name: 'a ConfigMap of the input that lacks the script',
      yaml: `${web('{name: v, configMap: {name: scripts}}', '{name: v, mountPath: /scripts}', 'command: [sh, /scripts/start.sh]')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: scripts}
data: {run.sh: "exit 0"}
`,
      expect: [{ path: `${at}.volumeMounts[0].mountPath`, says: ['run.sh', 'start.sh'] }],
    },
    {
      name: 'a ConfigMap over a folder of the system',
      yaml: web('{name: v, configMap: {name: c}}', '{name: v, mountPath: /usr/local/bin}'),
      expect: [{ path: `${at}.volumeMounts[0].mountPath`, severity: 'warning', detail: 'hides-folder' }],
    },
    {
      name: 'an empty volume over /etc',
      yaml: web(empty, '{name: v, mountPath: /etc/}'),
      expect: [{ path: `${at}.volumeMounts[0].mountPath` }],
    },
  ],
  silent: [
    {
      name: 'nested mounts',
      yaml: web(
        `${empty}, {name: w, configMap: {name: c}}`,
        '{name: v, mountPath: /data}, {name: w, mountPath: /data/conf}',
      ),
    },
    {
      name: 'folders that begin alike',
      yaml: web(empty, '{name: v, mountPath: /app}', 'command: [/application/server]'),
    },
    {
      name: 'an init container brings the program',
      yaml: manifest('Deployment', {
        pod: `volumes: [${empty}]\ninitContainers: [{name: copy, image: "c:1", volumeMounts: [{name: v, mountPath: /out}]}]`,
        container: 'volumeMounts: [{name: v, mountPath: /app}]\ncommand: [/app/server]',
      }),
    },
    {
      name: 'a claim may hold it',
      yaml: web(
        '{name: v, persistentVolumeClaim: {claimName: c}}',
        '{name: v, mountPath: /app}',
        'command: [/app/server]',
      ),
    },
    {
      name: 'a ConfigMap that is not in the input',
      yaml: web(
        '{name: v, configMap: {name: c, defaultMode: 0755}}',
        '{name: v, mountPath: /app}',
        'command: [/app/run.sh]',
      ),
    },
    {
      name: 'a ConfigMap that holds the script under another key',
      yaml: web(
        '{name: v, configMap: {name: c, items: [{key: a, path: run.sh}]}}',
        '{name: v, mountPath: /app}',
        'command: [/app/run.sh]',
      ),
    },
    {
      name: 'one file by subPath',
      yaml: web('{name: v, configMap: {name: c}}', '{name: v, mountPath: /usr/local/bin/run, subPath: run}'),
    },
    { name: 'the folder of the host', yaml: web('{name: v, hostPath: {path: /usr}}', '{name: v, mountPath: /usr}') },
    {
      name: 'paths as values of options',
      yaml: web(empty, '{name: v, mountPath: /data}', 'command: [server, --data, /data/db]'),
    },
    { name: 'a shell script in args', yaml: web(empty, '{name: v, mountPath: /tmp}', 'command: [sh, -c, "/tmp/run"]') },
  ],
});
