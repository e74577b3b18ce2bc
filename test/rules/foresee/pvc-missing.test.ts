import { pvcMissing } from '../../../src/rules/scheduling/pvc-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const mounting = (claim: string): string =>
  aDeployment(`volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: ${claim}`);
const path = 'spec.template.spec.volumes[0].persistentVolumeClaim.claimName';
const set = anObject(
  'StatefulSet',
  'db',
  'spec:\n  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {}',
  'apps/v1',
);

testForesight(pvcMissing, {
  fires: [
    {
      name: 'the cluster has no such claim',
      yaml: mounting('wiki-data'),
      complete: ['PersistentVolumeClaim'],
      expect: [{ path, severity: 'critical', stage: 'pending', says: ['wiki-data', 'volume data', 'stays pending'] }],
    },
    {
      name: 'misspelt',
      yaml: mounting('wiki-uplods') + anObject('PersistentVolumeClaim', 'wiki-uploads', 'spec: {}'),
      expect: [{ path, severity: 'warning', says: ['wiki-uploads'] }],
    },
    {
      name: 'a claim of another StatefulSet',
      yaml: mounting('data-cache-0') + set,
      complete: ['PersistentVolumeClaim'],
      expect: [{ path }],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: mounting('wiki-data') },
    {
      name: 'it is in the input',
      yaml: mounting('wiki-data') + anObject('PersistentVolumeClaim', 'wiki-data', 'spec: {}'),
    },
    { name: 'a StatefulSet makes it', yaml: mounting('data-db-0') + set, complete: ['PersistentVolumeClaim'] },
  ],
});
