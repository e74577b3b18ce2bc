import { ephemeralStorageUnbounded } from '../../../src/rules/resources/ephemeral-storage-unbounded.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const scratch = 'volumes: [{name: tmp, emptyDir: {}}]';
const mount = 'volumeMounts: [{name: tmp, mountPath: /tmp}]';
const readOnly = 'securityContext: {readOnlyRootFilesystem: true}';
const at = 'spec.template.spec.containers[0].resources';

testLint(ephemeralStorageUnbounded, {
  fires: [
    { name: 'no limit', yaml: manifest('Deployment'), expect: [{ path: at, severity: 'advice', container: 'web' }] },
    {
      name: 'an emptyDir without a size',
      yaml: manifest('Deployment', {
        container: `${mount}\n${readOnly}\nresources: {limits: {memory: 1Gi}}`,
        pod: scratch,
      }),
      expect: [{ path: `${at}.limits`, says: ['emptyDir tmp', 'sizeLimit'] }],
    },
  ],
  silent: [
    { name: 'a limit', yaml: manifest('Deployment', { container: 'resources: {limits: {ephemeral-storage: 1Gi}}' }) },
    {
      name: 'a read-only root and a sized volume',
      yaml: manifest('Deployment', {
        container: `${mount}\n${readOnly}`,
        pod: 'volumes: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]',
      }),
    },
    {
      name: 'a LimitRange sets one',
      yaml: `${manifest('Deployment')}---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, default: {ephemeral-storage: 1Gi}}]}\n`,
    },
  ],
});
