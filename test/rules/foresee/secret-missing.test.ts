import { secretMissing } from '../../../src/rules/preparation/secret-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const fromEnv = aDeployment(
  '',
  'env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db-credentials\n        key: password',
);

testForesight(secretMissing, {
  fires: [
    {
      name: 'the cluster does not have it',
      yaml: fromEnv,
      complete: ['Secret'],
      expect: [
        {
          path: 'spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef',
          severity: 'critical',
          says: ['env DB_PASSWORD of container web', 'db-credentials'],
        },
      ],
    },
    {
      name: 'a volume of it',
      yaml: aDeployment('volumes:\n  - name: tls\n    secret:\n      secretName: web-tls', ''),
      complete: ['Secret'],
      expect: [
        {
          path: 'spec.template.spec.volumes[0].secret',
          says: ['volume tls names Secret web-tls', 'the pod stays in ContainerCreating'],
          saysNot: ['CreateContainerConfigError'],
        },
      ],
    },
    {
      name: 'misspelt',
      yaml: fromEnv + anObject('Secret', 'db-credential', 'stringData: {password: x}'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef',
          severity: 'warning',
          says: ['db-credential'],
        },
      ],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: fromEnv },
    { name: 'it is in the input', yaml: fromEnv + anObject('Secret', 'db-credentials', 'data: {password: eA==}') },
    {
      name: 'an ExternalSecret makes it under its own name',
      yaml: fromEnv + anObject('ExternalSecret', 'db-credentials', 'spec: {}', 'external-secrets.io/v1'),
      complete: ['Secret'],
    },
    {
      name: 'a Certificate makes it under another name',
      yaml: fromEnv + anObject('Certificate', 'db', 'spec: {secretName: db-credentials}', 'cert-manager.io/v1'),
      complete: ['Secret'],
    },
    {
      name: 'a missing pull secret is another matter',
      yaml: aDeployment('imagePullSecrets:\n  - name: registry'),
      complete: ['Secret'],
    },
  ],
});
