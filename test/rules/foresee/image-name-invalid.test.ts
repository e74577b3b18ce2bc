import { imageNameInvalid } from '../../../src/rules/image/image-name-invalid.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const using = (image: string): string => aDeployment('').replace('example.com/web:1', image);
const path = 'spec.template.spec.containers[0].image';

testForesight(imageNameInvalid, {
  fires: [
    {
      name: 'upper-case letters',
      yaml: using('registry.example.com/Team/Web:1'),
      expect: [
        {
          path,
          container: 'web',
          severity: 'error',
          stage: 'start',
          says: ['upper-case', 'InvalidImageName', 'registry.example.com/team/web:1'],
        },
      ],
    },
    { name: 'a URL', yaml: using('https://example.com/web:1'), expect: [{ path, says: ['scheme'] }] },
    { name: 'a colon without a tag', yaml: using('"example.com/web:"'), expect: [{ path, says: ['no tag'] }] },
    {
      name: 'a placeholder may still be filled in',
      yaml: using('example.com/web:${TAG}'),
      expect: [{ path, severity: 'warning', says: ['placeholder'] }],
    },
  ],
  silent: [
    { name: 'a tag', yaml: using('example.com:5000/team/web:1.2') },
    { name: 'a digest', yaml: using(`example.com/web@sha256:${'a'.repeat(64)}`) },
    { name: 'a short name', yaml: using('nginx') },
    { name: 'white space is the matter of the API server', yaml: using('"nginx "') },
    { name: 'an upper-case host', yaml: using('Registry.Example.com/web:1') },
  ],
});
