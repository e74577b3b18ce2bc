import { selectorMismatch } from '../../../src/rules/document/selector-mismatch.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(selectorMismatch, {
  fires: [
    {
      name: 'another label',
      yaml: manifest('Deployment').replace('matchLabels: {app: web}', 'matchLabels: {app: api}'),
      expect: [{ stage: 'rejected' }],
    },
  ],
  silent: [
    { name: 'the same labels', yaml: manifest('Deployment') },
    { name: 'no selector of its own', yaml: manifest('Job', { pod: 'restartPolicy: Never' }) },
  ],
});
