import { commandNotExecutable } from '../../../src/rules/start/command-not-executable.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const path = 'spec.template.spec.containers[0].command[0]';

/** A container that runs a script of a volume. */
function running(
  volume: string,
  mount = '{name: scripts, mountPath: /scripts}',
  command = '[/scripts/run.sh]',
): string {
  return aDeployment(`volumes: [{name: scripts, ${volume}}]`, `command: ${command}\nvolumeMounts: [${mount}]`);
}

testForesight(commandNotExecutable, {
  fires: [
    {
      name: 'a script of a ConfigMap with the default mode',
      yaml: running('configMap: {name: scripts}'),
      expect: [
        {
          path,
          container: 'web',
          severity: 'critical',
          detail: 'permission',
          says: ['mode 0644', 'ConfigMap scripts', 'not even by root'],
        },
      ],
    },
    {
      name: 'of a Secret',
      yaml: running('secret: {secretName: s, defaultMode: 256}'),
      expect: [{ path, says: ['mode 0400'] }],
    },
    {
      name: 'mounted alone, with a mode of its own',
      yaml: running(
        'configMap: {name: s, defaultMode: 493, items: [{key: run, path: run.sh, mode: 384}]}',
        '{name: scripts, mountPath: /scripts/run.sh, subPath: run.sh}',
      ),
      expect: [{ path, says: ['mode 0600'] }],
    },
  ],
  silent: [
    { name: 'the mode has an x bit', yaml: running('configMap: {name: scripts, defaultMode: 493}') },
    { name: 'the file has', yaml: running('configMap: {name: s, items: [{key: a, path: run.sh, mode: 320}]}') },
    { name: 'a shell reads it', yaml: running('configMap: {name: s}', undefined, '[sh, /scripts/run.sh]') },
    { name: 'it comes with the image', yaml: running('configMap: {name: s}', undefined, '[/usr/bin/run]') },
    { name: 'an emptyDir', yaml: running('emptyDir: {}') },
    {
      name: 'a path that only the node knows',
      yaml: running('configMap: {name: s}', '{name: scripts, mountPath: /scripts, subPathExpr: $(A)}'),
    },
    {
      name: 'Windows',
      yaml: aDeployment(
        'os: {name: windows}\nvolumes: [{name: a, configMap: {name: a}}]',
        'command: [/a/b]\nvolumeMounts: [{name: a, mountPath: /a}]',
      ),
    },
  ],
});
