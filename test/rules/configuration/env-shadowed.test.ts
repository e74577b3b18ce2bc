import { envShadowed } from '../../../src/rules/configuration/env-shadowed.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';

function config(name: string, keys: string): string {
  return `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {${keys}}\n`;
}

function env(list: string, more = ''): string {
  return manifest('Deployment', { container: `env: [${list}]\n${more}` });
}

testLint(envShadowed, {
  fires: [
    {
      name: 'twice with other values',
      yaml: env('{name: A, value: hidden-1}, {name: B, value: x}, {name: A, value: hidden-2}'),
      expect: [
        {
          path: `${at}.env[0].name`,
          container: 'web',
          severity: 'warning',
          detail: 'other-value',
          says: ['A is set twice'],
          saysNot: ['hidden'],
          fix: null,
        },
      ],
    },
    {
      name: 'twice with the same value',
      yaml: env('{name: A, value: "1"}, {name: A, value: "1"}'),
      expect: [{ path: `${at}.env[0].name`, severity: 'advice', fix: [{ kind: 'remove', path: `${at}.env[0]` }] }],
    },
    {
      name: 'several keys of a ConfigMap, more than can be told',
      yaml:
        env(
          ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'].map((name) => `{name: ${name}, value: "1"}`).join(', '),
          'envFrom: [{configMapRef: {name: web}}]',
        ) + config('web', 'A: "3", B: "3", C: "3", D: "3", E: "3", F: "3", G: "3", H: "3", I: "3"'),
      expect: [
        {
          path: `${at}.envFrom[0]`,
          detail: 'env-over-envFrom',
          says: [
            'more of ConfigMap web have no effect in web',
            'env sets them as well and wins',
            'Keep each in one place',
          ],
        },
      ],
    },
    {
      name: 'a literal and a reference',
      yaml: env('{name: A, value: "1"}, {name: A, valueFrom: {secretKeyRef: {name: s, key: a}}}'),
      expect: [{ path: `${at}.env[0].name`, detail: 'other-value' }],
    },
    {
      name: 'env over envFrom',
      yaml: env('{name: A, value: "1"}', 'envFrom: [{configMapRef: {name: web}}]') + config('web', 'A: "2", B: "3"'),
      expect: [
        {
          path: `${at}.envFrom[0]`,
          severity: 'advice',
          detail: 'env-over-envFrom',
          says: ['A of ConfigMap web has no effect'],
        },
      ],
    },
    {
      name: 'envFrom over envFrom',
      yaml:
        manifest('Deployment', { container: 'envFrom: [{configMapRef: {name: a}}, {configMapRef: {name: b}}]' }) +
        config('a', 'A: "1", B: "2"') +
        config('b', 'A: "2"'),
      expect: [{ path: `${at}.envFrom[0]`, detail: 'envFrom-over-envFrom', says: ['A of ConfigMap a', 'ConfigMap b'] }],
    },
  ],
  silent: [
    { name: 'each once', yaml: env('{name: A, value: "1"}, {name: B, value: "1"}') },
    { name: 'a chain', yaml: env('{name: PATH, value: /bin}, {name: PATH, value: "/opt:$(PATH)"}') },
    {
      name: 'used before it is set anew',
      yaml: env('{name: A, value: "1"}, {name: B, value: "$(A)"}, {name: A, value: "2"}'),
    },
    {
      name: 'other keys',
      yaml: env('{name: A, value: "1"}', 'envFrom: [{configMapRef: {name: web}}]') + config('web', 'B: "3"'),
    },
    {
      name: 'a prefix tells them apart',
      yaml:
        env('{name: A, value: "1"}', 'envFrom: [{prefix: X_, configMapRef: {name: web}}]') + config('web', 'A: "3"'),
    },
    {
      name: 'a ConfigMap that is not in the input',
      yaml: env('{name: A, value: "1"}', 'envFrom: [{configMapRef: {name: web}}]'),
    },
  ],
});
