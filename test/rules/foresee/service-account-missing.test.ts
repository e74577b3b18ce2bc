import { serviceAccountMissing } from '../../../src/rules/owner/service-account-missing.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const using = (name: string): string => aDeployment(`serviceAccountName: ${name}`);
const path = 'spec.template.spec.serviceAccountName';

testForesight(serviceAccountMissing, {
  fires: [
    {
      name: 'the cluster has none of that name',
      yaml: using('deployer'),
      complete: ['ServiceAccount'],
      expect: [
        { path, severity: 'critical', stage: 'pods-rejected', says: ['takes the Deployment and refuses its pods'] },
      ],
    },
    {
      name: 'misspelt',
      yaml: using('ci-deployer') + anObject('ServiceAccount', 'ci-deploy'),
      expect: [{ path, severity: 'warning', says: ['ci-deploy'] }],
    },
    {
      name: 'a bare pod is refused itself',
      yaml: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  serviceAccountName: deployer\n  containers: [{name: web, image: web}]',
      complete: ['ServiceAccount'],
      expect: [{ path: 'spec.serviceAccountName', stage: 'rejected', says: ['refuses the pod'] }],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: using('deployer') },
    { name: 'default is always there', yaml: using('default'), complete: ['ServiceAccount'] },
    {
      name: 'it is in the input',
      yaml: using('deployer') + anObject('ServiceAccount', 'deployer'),
      complete: ['ServiceAccount'],
    },
  ],
});
