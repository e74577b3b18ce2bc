import { imagePullPolicy } from '../../../src/rules/configuration/image-pull-policy.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].imagePullPolicy';

function image(name: string, policy?: string): string {
  return manifest('Deployment', {
    pod: `containers: [{name: web, image: "${name}"${policy ? `, imagePullPolicy: ${policy}` : ''}}]`,
  });
}

testLint(imagePullPolicy, {
  fires: [
    {
      name: 'Never',
      yaml: image('nginx:1.27', 'Never'),
      expect: [
        {
          path: at,
          container: 'web',
          severity: 'warning',
          stage: 'start',
          detail: 'never',
          says: ['ErrImageNeverPull'],
        },
      ],
    },
    { name: 'Never with a digest', yaml: image(`nginx@sha256:${'a'.repeat(64)}`, 'Never'), expect: [{ path: at }] },
    {
      name: 'IfNotPresent on latest',
      yaml: image('nginx:latest', 'IfNotPresent'),
      expect: [{ path: at, detail: 'stale', says: ['never asks for a newer one'] }],
    },
    { name: 'IfNotPresent without a tag', yaml: image('host:5000/app', 'IfNotPresent'), expect: [{ path: at }] },
  ],
  silent: [
    { name: 'IfNotPresent on a version', yaml: image('nginx:1.27', 'IfNotPresent') },
    { name: 'IfNotPresent on a digest', yaml: image(`nginx:latest@sha256:${'a'.repeat(64)}`, 'IfNotPresent') },
    { name: 'Always on latest', yaml: image('nginx:latest', 'Always') },
    { name: 'the default for latest is Always', yaml: image('nginx') },
    { name: 'images that are put on nodes by hand', yaml: image('kind.local/app:latest', 'Never') },
    {
      name: 'kustomize gives it a tag',
      yaml: `${image('app', 'IfNotPresent')}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages: [{name: app, newTag: "1.4"}]\n`,
    },
  ],
});
