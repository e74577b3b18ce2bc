import { imageTagMoves } from '../../../src/rules/configuration/image-tag-moves.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const at = 'spec.template.spec.containers[0].image';

function image(name: string, more = ''): string {
  return manifest('Deployment', { pod: `containers: [{name: web, image: "${name}"${more}}]` });
}

testLint(imageTagMoves, {
  fires: [
    {
      name: 'latest',
      yaml: image('nginx:latest'),
      expect: [
        { path: at, container: 'web', severity: 'warning', detail: 'latest', says: ['nginx:latest', 'rollback'] },
      ],
    },
    { name: 'no tag', yaml: image('nginx'), expect: [{ path: at, detail: 'no-tag', says: ['means latest'] }] },
    {
      name: 'a registry with a port and no tag',
      yaml: image('host:5000/team/app'),
      expect: [{ path: at, detail: 'no-tag' }],
    },
    {
      name: 'each node keeps what it has of a branch',
      yaml: image('app:main', ', imagePullPolicy: IfNotPresent'),
      expect: [{ path: at, says: ['each node keeps what it pulled first'] }],
    },
    {
      name: 'IfNotPresent on latest, of which the rule on pull policies tells',
      yaml: image('nginx:latest', ', imagePullPolicy: IfNotPresent'),
      expect: [{ path: at, saysNot: ['IfNotPresent'] }],
    },
    {
      name: 'a branch',
      yaml: image('ghcr.io/team/app:main'),
      expect: [{ path: at, severity: 'advice', detail: 'channel' }],
    },
    {
      name: 'a build that is not released',
      yaml: image('team/app:1.4-SNAPSHOT'),
      expect: [{ path: at, severity: 'advice' }],
    },
    {
      name: 'init containers, sidecars, image volumes, Jobs',
      yaml: manifest('Job', {
        pod: 'restartPolicy: Never\ninitContainers: [{name: a, image: busybox}, {name: b, image: "p:latest", restartPolicy: Always}]\nvolumes: [{name: m, image: {reference: "models:latest"}}]',
      }),
      expect: [
        { path: 'spec.template.spec.initContainers[0].image' },
        { path: 'spec.template.spec.initContainers[1].image' },
        { path: 'spec.template.spec.volumes[0].image.reference', says: ['volume m'] },
      ],
    },
  ],
  silent: [
    { name: 'a version', yaml: image('nginx:1.27.3') },
    { name: 'a registry with a port and a tag', yaml: image('host:5000/team/app:3') },
    { name: 'latest with a digest', yaml: image(`nginx:latest@${digest}`) },
    { name: 'a digest alone', yaml: image(`nginx@${digest}`) },
    { name: 'a sidecar injector fills it in', yaml: image('auto') },
    { name: 'no image reference at all, which another rule tells', yaml: image('Nginx:latest') },
    {
      name: 'kustomize gives it a tag',
      yaml: `${image('team/app')}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages: [{name: team/app, newTag: "1.4"}]\n`,
    },
    {
      name: 'the proxy of a mesh',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: istio-proxy, image: "istio/proxyv2:latest", restartPolicy: Always}]',
      }),
    },
  ],
});
