import { duplicateName } from '../../../src/rules/document/duplicate-name.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(duplicateName, {
  fires: [
    {
      name: 'two containers',
      yaml: manifest('Pod', { pod: 'containers: [{name: a, image: x}, {name: a, image: z}]' }),
      expect: [{ path: 'spec.containers[1].name', at: '7:44' }],
    },
  ],
  silent: [
    {
      name: 'names of their own',
      yaml: manifest('Pod', { pod: 'containers: [{name: a, image: x}, {name: b, image: z}]' }),
    },
  ],
});
