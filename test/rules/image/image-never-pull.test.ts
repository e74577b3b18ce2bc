import { imageNeverPull } from '../../../src/rules/image/image-never-pull.ts';
import { anEvent, aPod, aWorkload, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const message = 'Container image "web:dev" is not present with pull policy of Never';
const container = { name: 'web', image: 'web:dev', imagePullPolicy: 'Never' };
const status = { phase: 'Pending' };

testRule(imageNeverPull, {
  fires: [
    {
      name: 'the image was not loaded',
      objects: [
        aWorkload('StatefulSet', 'web'),
        aPod({
          owner: { kind: 'StatefulSet', name: 'web' },
          status,
          containers: [{ ...container, state: waiting('ErrImageNeverPull', message) }],
        }),
      ],
      expect: [
        {
          container: 'web',
          says: ['node-a', 'web:dev'],
          command:
            'kubectl -n shop patch statefulset/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","imagePullPolicy":"IfNotPresent"}]}}}}',
        },
      ],
    },
    {
      name: 'only the event tells',
      objects: [
        aPod({ status, containers: [{ ...container, state: waiting('ContainerCreating') }] }),
        anEvent('ErrImageNeverPull', message, { container: 'web' }),
      ],
      expect: [{ says: ['Never'] }],
    },
    {
      name: 'a debug container cannot be changed',
      objects: [
        aPod({
          spec: { ephemeralContainers: [{ ...container, name: 'debug' }] },
          status: { ephemeralContainerStatuses: [{ name: 'debug', state: waiting('ErrImageNeverPull', message) }] },
        }),
      ],
      expect: [{ container: 'debug', severity: 'warning', saysNot: ['IfNotPresent'] }],
    },
    { name: 'recorded', recording: 'local-dev', expect: [{ container: 'api', says: ['api-dev:latest'] }] },
  ],
  silent: [
    { name: 'policy Never and the image is there', objects: [aPod({ containers: [container] })] },
    { name: 'an image that does not exist', recording: 'web-preview' },
  ],
});
