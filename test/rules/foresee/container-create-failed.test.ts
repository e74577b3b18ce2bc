import { containerCreateFailed } from '../../../src/rules/start/container-create-failed.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const path = 'spec.template.spec.containers[0].volumeMounts[0].mountPath';

function mounting(
  volume: string,
  mount: string,
  more = anObject('ConfigMap', 'pages', 'data: {index.html: a}'),
): string {
  return aDeployment(`volumes: [{name: pages, ${volume}}]`, `volumeMounts: [{name: pages, ${mount}}]`) + more;
}

testForesight(containerCreateFailed, {
  fires: [
    {
      name: 'a whole ConfigMap at the path of its key',
      yaml: mounting('configMap: {name: pages}', 'mountPath: /www/index.html'),
      expect: [
        {
          path,
          container: 'web',
          severity: 'warning',
          detail: 'mount-over-file',
          says: ['ConfigMap pages', '/www/index.html/index.html'],
        },
      ],
    },
    {
      name: 'a Secret with the key among its items',
      yaml: mounting('secret: {secretName: tls, items: [{key: crt, path: tls.crt}]}', 'mountPath: /etc/tls.crt', ''),
      expect: [{ path, says: ['Secret tls'] }],
    },
  ],
  silent: [
    {
      name: 'with subPath',
      yaml: mounting('configMap: {name: pages}', 'mountPath: /www/index.html, subPath: index.html'),
    },
    { name: 'at a folder', yaml: mounting('configMap: {name: pages}', 'mountPath: /www') },
    { name: 'at a folder whose name has a dot', yaml: mounting('configMap: {name: pages}', 'mountPath: /etc/conf.d') },
    { name: 'a ConfigMap that nobody knows', yaml: mounting('configMap: {name: other}', 'mountPath: /www/index.html') },
    { name: 'another volume', yaml: mounting('emptyDir: {}', 'mountPath: /www/index.html') },
  ],
});
