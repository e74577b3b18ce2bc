import { fieldTooNew } from '../../../src/rules/document/field-too-new.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(fieldTooNew, {
  fires: [
    {
      name: 'a field of the container',
      version: '1.32',
      yaml: manifest('Pod', { container: 'restartPolicyRules: []' }),
      expect: [
        {
          path: 'spec.containers[0].restartPolicyRules',
          at: '10:5',
          container: 'web',
          says: ['needs Kubernetes 1.34', '1.32'],
        },
      ],
    },
    {
      name: 'a kind',
      version: 'v1.33.4',
      yaml: 'apiVersion: resource.k8s.io/v1\nkind: ResourceClaim\nmetadata: {name: a}\nspec: {}\n',
      expect: [{ path: 'apiVersion', says: ['needs Kubernetes 1.34'] }],
    },
  ],
  silent: [
    {
      name: 'in the version that has it',
      version: '1.34',
      yaml: manifest('Pod', { container: 'restartPolicyRules: []' }),
    },
    { name: 'in the newest version', yaml: manifest('Pod', { container: 'restartPolicyRules: []' }) },
    { name: 'a version that is older than any known one', version: '1.20', yaml: manifest('Pod') },
  ],
});
