import { configKeyMissing } from '../../../src/rules/preparation/config-key-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const env = (kind: 'configMap' | 'secret', optional = ''): string =>
  aDeployment(
    '',
    `env:\n  - name: LEVEL\n    valueFrom:\n      ${kind}KeyRef:\n        name: settings\n        key: log-level\n${optional}`,
  );
const volume = aDeployment(
  'volumes:\n  - name: flags\n    configMap:\n      name: settings\n      items:\n        - key: flags.yaml\n          path: flags.yaml',
);

testForesight(configKeyMissing, {
  fires: [
    {
      name: 'a variable asks for a key that is written otherwise',
      yaml: env('configMap') + anObject('ConfigMap', 'settings', 'data: {log_level: info, other: x}'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key',
          container: 'web',
          severity: 'critical',
          stage: 'start',
          says: ['log-level', 'log_level', 'CreateContainerConfigError'],
        },
      ],
    },
    {
      name: 'a key of a Secret; its values are not said',
      yaml: env('secret') + anObject('Secret', 'settings', 'stringData: {level: hunter2}'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key',
          says: ['level'],
          saysNot: ['hunter2'],
        },
      ],
    },
    {
      name: 'an item of a volume',
      yaml: volume + anObject('ConfigMap', 'settings', 'data: {flags.json: x}'),
      expect: [
        { path: 'spec.template.spec.volumes[0].configMap.items[0].key', says: ['flags.json', 'ContainerCreating'] },
      ],
    },
  ],
  silent: [
    { name: 'the object is not in the input', yaml: env('configMap') },
    { name: 'the key is there', yaml: env('configMap') + anObject('ConfigMap', 'settings', 'data: {log-level: info}') },
    { name: 'the key is binary', yaml: volume + anObject('ConfigMap', 'settings', 'binaryData: {flags.yaml: eA==}') },
    {
      name: 'it is optional',
      yaml: env('configMap', '        optional: true') + anObject('ConfigMap', 'settings', 'data: {a: b}'),
    },
    { name: 'its data come from somewhere else', yaml: env('secret') + anObject('Secret', 'settings', 'type: Opaque') },
    {
      name: 'the cluster has put the key there',
      yaml:
        env('configMap') +
        anObject('ConfigMap', 'settings', 'data: {a: b}') +
        anObject('ConfigMap', 'settings', 'data: {log-level: info}'),
    },
    {
      name: 'something injects its keys',
      yaml:
        env('configMap') +
        anObject('ConfigMap', 'settings', 'data: {a: b}').replace(
          'namespace: shop',
          'namespace: shop\n  labels: {config.openshift.io/inject-trusted-cabundle: "true"}',
        ),
    },
    {
      name: 'the tokens of a service account are filled in',
      yaml:
        env('secret') +
        anObject('Secret', 'settings', 'type: kubernetes.io/service-account-token\ndata: {extra: eA==}'),
    },
  ],
});
