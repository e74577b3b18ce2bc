import { imageNameInvalid } from '../../../src/rules/image/image-name-invalid.ts';
import { anEvent, aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const status = { phase: 'Pending' };
const invalid = (image: string) => {
  const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
  return aPod({ status, containers: [{ name: 'web', image, state: waiting('InvalidImageName', message) }] });
};

testRule(imageNameInvalid, {
  fires: [
    {
      name: 'a URL',
      objects: [invalid('https://registry.example/web:1')],
      expect: [{ says: ['URL scheme', 'registry.example/web:1'] }],
    },
    {
      name: 'a placeholder that nothing filled in',
      objects: [invalid('registry.example/web:${TAG}')],
      expect: [{ says: ['placeholder'] }],
    },
    {
      name: 'only the event tells',
      objects: [
        aPod({ status, containers: [{ name: 'web', image: 'Web:1', state: waiting('ContainerCreating') }] }),
        anEvent(
          'InspectFailed',
          'Failed to apply default image tag "Web:1": couldn\'t parse image name "Web:1": invalid reference format: repository name (library/Web) must be lowercase',
          { container: 'web' },
        ),
      ],
      expect: [{ container: 'web', says: ['upper-case', 'web:1'] }],
    },
    {
      name: 'a short name on CRI-O',
      objects: [
        aPod({
          status,
          containers: [
            {
              name: 'web',
              image: 'web:1',
              state: waiting(
                'ErrImagePull',
                'short-name "web:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
              ),
            },
          ],
        }),
      ],
      expect: [{ detail: 'short-name', says: ['names no registry'] }],
    },
    {
      name: 'recorded',
      recording: 'loyalty-api',
      expect: [{ container: 'loyalty', says: ['registry.example.com/loyalty/api:v1'] }],
    },
  ],
  silent: [
    { name: 'a valid name that does not exist', recording: 'web-preview' },
    { name: 'a running pod', objects: [aPod()] },
  ],
});
