import { envOrder } from '../../../src/rules/configuration/env-order.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';
const config = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {HOST: db}\n';

function env(list: string, more = ''): string {
  return manifest('Deployment', { container: `env: [${list}]\n${more}` });
}

testLint(envOrder, {
  fires: [
    {
      name: 'defined only below',
      yaml: env('{name: URL, value: "http://$(HOST):80/hidden"}, {name: PORT, value: "1"}, {name: HOST, value: db}'),
      expect: [
        {
          path: `${at}.env[0].name`,
          container: 'web',
          severity: 'warning',
          detail: 'too-early',
          says: ['URL', '$(HOST)', '2 below', 'Move HOST above URL'],
          saysNot: ['hidden'],
        },
      ],
    },
    {
      name: 'defined nowhere',
      yaml: env('{name: URL, value: "$(HOST)"}'),
      expect: [{ path: `${at}.env[0].name`, detail: 'never', says: ['$$(HOST)'] }],
    },
    {
      name: 'made of itself',
      yaml: env('{name: PATH, value: "/opt/bin:$(PATH)"}'),
      expect: [{ path: `${at}.env[0].name`, detail: 'itself', says: ['image'] }],
    },
    {
      name: 'an argument',
      yaml: env('{name: A, value: b}', 'args: ["--host", "$(HOST)", "--again=$(HOST)"]'),
      expect: [{ path: `${at}.args[1]`, detail: 'never' }],
    },
    {
      name: 'a key that the ConfigMap of the input lacks',
      yaml: env('{name: URL, value: "$(HOSTNAME_DB)"}', 'envFrom: [{configMapRef: {name: web}}]') + config,
      expect: [{ path: `${at}.env[0].name` }],
    },
    {
      name: 'defined below, beside an unknown ConfigMap',
      yaml: env('{name: URL, value: "$(HOST)"}, {name: HOST, value: a}', 'envFrom: [{configMapRef: {name: other}}]'),
      expect: [{ path: `${at}.env[0].name`, detail: 'too-early' }],
    },
  ],
  silent: [
    { name: 'defined before', yaml: env('{name: HOST, value: db}, {name: URL, value: "$(HOST)"}') },
    {
      name: 'from a field',
      yaml: env('{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}, {name: URL, value: "$(IP)"}'),
    },
    {
      name: 'from envFrom',
      yaml: env('{name: URL, value: "$(HOST)"}', 'envFrom: [{configMapRef: {name: web}}]') + config,
    },
    {
      name: 'from envFrom with a prefix',
      yaml: env('{name: URL, value: "$(DB_HOST)"}', 'envFrom: [{prefix: DB_, configMapRef: {name: web}}]') + config,
    },
    {
      name: 'maybe from a ConfigMap that is not in the input',
      yaml: env('{name: URL, value: "$(HOST)"}', 'envFrom: [{configMapRef: {name: other}}]\nargs: ["$(HOST)"]'),
    },
    { name: 'a variable of a Service', yaml: env('{name: URL, value: "$(DB_SERVICE_HOST):$(DB_SERVICE_PORT)"}') },
    { name: 'escaped', yaml: env('{name: URL, value: "$$(HOST)"}') },
    { name: 'of a shell', yaml: env('{name: NOW, value: "$(date +%s)"}', 'command: [sh, -c, "echo $(HOSTNAME)"]') },
    { name: 'of another templating', yaml: env('{name: TAG, value: "$(params.tag) ${HOST} $HOST"}') },
    {
      name: 'of kustomize',
      yaml: `${env('{name: URL, value: "$(WEB_HOST)"}')}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nvars: [{name: WEB_HOST}]\n`,
    },
    { name: 'an argument that is defined anywhere', yaml: env('{name: A, value: b}', 'args: ["$(A)"]') },
  ],
});
