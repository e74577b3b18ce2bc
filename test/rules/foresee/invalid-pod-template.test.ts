import { invalidPodTemplate } from '../../../src/rules/owner/invalid-pod-template.ts';
import { testForesight } from '../../support/foresight-tester.ts';
import { manifest } from '../../support/manifests.ts';

function called(kind: 'StatefulSet' | 'Deployment', length: number): string {
  return manifest(kind).replace(/^ {2}name: .*$/m, `  name: ${'n'.repeat(length)}`);
}

testForesight(invalidPodTemplate, {
  fires: [
    {
      name: 'a name that leaves no room for the hash',
      yaml: called('StatefulSet', 58),
      expect: [
        {
          path: 'metadata.name',
          severity: 'critical',
          stage: 'pods-rejected',
          says: ['58 + 1 + 10 = 69', 'at most 52'],
        },
      ],
    },
    {
      name: 'a name that mostly leaves none',
      yaml: called('StatefulSet', 53),
      expect: [{ path: 'metadata.name', severity: 'error' }],
    },
  ],
  silent: [
    { name: 'a name that leaves room', yaml: called('StatefulSet', 52) },
    { name: 'a Deployment, whose name is cut', yaml: called('Deployment', 58) },
  ],
});
