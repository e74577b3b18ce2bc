import { configmapMissing } from '../../../src/rules/preparation/configmap-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const fromEnv = (name: string, more = ''): string =>
  aDeployment('', `envFrom:\n  - configMapRef:\n      name: ${name}\n${more}`);
const inVolume = aDeployment('volumes:\n  - name: settings\n    configMap:\n      name: web-settings');

testForesight(configmapMissing, {
  fires: [
    {
      name: 'a name that is plainly another one misspelt',
      yaml: fromEnv('web-setings') + anObject('ConfigMap', 'web-settings', 'data: {A: b}'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].envFrom[0].configMapRef',
          container: 'web',
          severity: 'warning',
          stage: 'start',
          says: ['web-setings', 'web-settings', 'CreateContainerConfigError'],
        },
      ],
    },
    {
      name: 'the cluster does not have it either',
      yaml: inVolume,
      complete: ['ConfigMap'],
      expect: [
        {
          path: 'spec.template.spec.volumes[0].configMap',
          severity: 'critical',
          says: ['volume settings', 'ContainerCreating'],
        },
      ],
    },
    {
      name: 'it is there, in another namespace',
      yaml: inVolume + anObject('ConfigMap', 'web-settings').replace('namespace: shop', 'namespace: other'),
      complete: ['ConfigMap'],
      expect: [{ path: 'spec.template.spec.volumes[0].configMap' }],
    },
    {
      name: 'used twice, said once',
      yaml: aDeployment(
        'volumes:\n  - name: settings\n    configMap:\n      name: absent',
        'envFrom:\n  - configMapRef:\n      name: absent',
      ),
      complete: ['ConfigMap'],
      expect: [{ path: 'spec.template.spec.containers[0].envFrom[0].configMapRef' }],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: inVolume },
    { name: 'it is in the input', yaml: inVolume + anObject('ConfigMap', 'web-settings') },
    {
      name: 'it names no namespace',
      yaml: inVolume + anObject('ConfigMap', 'web-settings').replace('  namespace: shop\n', ''),
      complete: ['ConfigMap'],
    },
    { name: 'it is optional', yaml: fromEnv('absent', '      optional: true'), complete: ['ConfigMap'] },
    { name: 'names that differ in a number', yaml: fromEnv('settings-v1') + anObject('ConfigMap', 'settings-v2') },
    {
      name: 'both names are used: they are two objects',
      yaml:
        aDeployment('', 'envFrom:\n  - configMapRef:\n      name: web-conf\n  - configMapRef:\n      name: web-confg') +
        anObject('ConfigMap', 'web-conf'),
    },
    {
      name: 'two that it could be',
      yaml: fromEnv('web-setting') + anObject('ConfigMap', 'web-settings') + anObject('ConfigMap', 'web-settinga'),
    },
    {
      name: 'an operator may make it',
      yaml: inVolume + anObject('Bundle', 'web-settings', '', 'trust.cert-manager.io/v1alpha1'),
      complete: ['ConfigMap'],
    },
  ],
});
