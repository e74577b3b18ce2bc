import { storageClassMissing } from '../../../src/rules/scheduling/storage-class-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const claim = (name: string): string =>
  anObject('PersistentVolumeClaim', 'data', `spec:\n  storageClassName: ${name}`).replace('---\n', '');
const storageClass = (name: string): string =>
  `---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: ${name}}\nprovisioner: x\n`;
const subject = 'PersistentVolumeClaim/data';

testForesight(storageClassMissing, {
  fires: [
    {
      name: 'a claim asks for a class that the cluster does not have',
      yaml: claim('fast-ssd'),
      subject,
      complete: ['StorageClass'],
      expect: [{ path: 'spec.storageClassName', stage: 'pending', says: ['fast-ssd'] }],
    },
    {
      name: 'a template of a StatefulSet, misspelt',
      yaml:
        aDeployment('')
          .replace('kind: Deployment', 'kind: StatefulSet')
          .replace(
            '  selector:',
            '  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {storageClassName: standart}\n  selector:',
          ) + storageClass('standard'),
      expect: [
        {
          path: 'spec.volumeClaimTemplates[0].spec.storageClassName',
          severity: 'warning',
          says: ['standard', 'volumeClaimTemplate data'],
        },
      ],
    },
    {
      name: 'an ephemeral volume',
      yaml: aDeployment(
        'volumes:\n  - name: scratch\n    ephemeral:\n      volumeClaimTemplate:\n        spec:\n          storageClassName: fast',
      ),
      complete: ['StorageClass'],
      expect: [{ path: 'spec.template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName' }],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: claim('fast-ssd'), subject },
    {
      name: 'it is in the input',
      yaml: claim('fast-ssd') + storageClass('fast-ssd'),
      subject,
      complete: ['StorageClass'],
    },
    { name: 'no class is wanted', yaml: claim('""'), subject, complete: ['StorageClass'] },
    {
      name: 'volumes made by hand carry the name',
      yaml: `${claim('manual')}---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: one}\nspec: {storageClassName: manual}\n`,
      subject,
      complete: ['StorageClass'],
    },
  ],
});
