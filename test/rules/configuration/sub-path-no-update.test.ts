import { subPathNoUpdate } from '../../../src/rules/configuration/sub-path-no-update.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest, type Pieces } from '../../support/manifests.ts';

const mounts = 'volumeMounts: [{name: config, mountPath: /etc/web.conf, subPath: web.conf}]';

function web(name: string, more: Pieces = {}, kind = 'Deployment'): string {
  const { pod = '', ...rest } = more;
  return manifest(kind, {
    container: mounts,
    pod: `volumes: [{name: config, configMap: {name: ${name}}}]\n${pod}`,
    ...rest,
  });
}

testLint(subPathNoUpdate, {
  fires: [
    {
      name: 'a file of a ConfigMap',
      yaml: web('web'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].volumeMounts[0].subPath',
          container: 'web',
          severity: 'advice',
          says: ['/etc/web.conf', 'ConfigMap web'],
        },
      ],
    },
    {
      name: 'more files than can be told',
      yaml: manifest('DaemonSet', {
        container: `volumeMounts: [${['a', 'b', 'c', 'd'].map((name) => `{name: k, mountPath: /${name}, subPath: ${name}}`).join(', ')}]`,
        pod: 'volumes: [{name: k, configMap: {name: keys}}]',
      }),
      expect: [
        {
          path: 'spec.template.spec.containers[0].volumeMounts[0].subPath',
          says: ['/a, /b and /c and 1 more in web do'],
        },
      ],
    },
    {
      name: 'several files are told once',
      yaml: manifest('DaemonSet', {
        container: 'volumeMounts: [{name: k, mountPath: /a, subPath: a}, {name: k, mountPath: /b, subPath: b}]',
        pod: 'volumes: [{name: k, secret: {secretName: keys}}]',
      }),
      expect: [
        { path: 'spec.template.spec.containers[0].volumeMounts[0].subPath', says: ['/a and /b', 'Secret keys'] },
      ],
    },
    {
      name: 'a name that only looks like a hash',
      yaml: web('web-production'),
      expect: [{ path: 'spec.template.spec.containers[0].volumeMounts[0].subPath' }],
    },
  ],
  silent: [
    {
      name: 'the whole volume',
      yaml: web('web', { container: 'volumeMounts: [{name: config, mountPath: /etc/web}]' }),
    },
    { name: 'a Job reads it once', yaml: web('web', { pod: 'restartPolicy: Never' }, 'Job') },
    { name: 'a name with a hash of the content', yaml: web('web-7m9f2kt4hb') },
    {
      name: 'a checksum makes a change roll out',
      yaml: web('web', { metadata: 'annotations: {checksum/config: abc}' }),
    },
    {
      name: 'a controller restarts the pods',
      yaml: web('web', { metadata: 'annotations: {reloader.stakater.com/auto: "true"}' }),
    },
    {
      name: 'immutable',
      yaml: `${web('web')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\nimmutable: true\n`,
    },
    {
      name: 'an init container',
      yaml: manifest('Deployment', {
        pod: `volumes: [{name: config, configMap: {name: web}}]\ninitContainers: [{name: a, image: "b:1", ${mounts}}]`,
      }),
    },
    {
      name: 'a claim',
      yaml: manifest('Deployment', {
        container: mounts,
        pod: 'volumes: [{name: config, persistentVolumeClaim: {claimName: data}}]',
      }),
    },
  ],
});
