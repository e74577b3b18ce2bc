import { imageRegistryError } from '../../../src/rules/image/image-registry-error.ts';
import { aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const image = 'quay.io/shop/web:1';
const failing = (message: string, reason = 'ErrImagePull') =>
  aPod({ status: { phase: 'Pending' }, containers: [{ name: 'web', image, state: waiting(reason, message) }] });

testRule(imageRegistryError, {
  fires: [
    {
      name: 'a disk that is full',
      objects: [failing('failed to extract layer sha256:aa: write /var/lib/x: no space left on device')],
      expect: [{ detail: 'disk-full', says: ['node-a'] }],
    },
    {
      name: 'a disk that is full, and no node is named',
      objects: [
        aPod({
          spec: { nodeName: '' },
          status: { phase: 'Pending' },
          containers: [{ name: 'web', image, state: waiting('ErrImagePull', 'write x: no space left on device') }],
        }),
      ],
      expect: [{ detail: 'disk-full', says: ['the node has no disk space left'], saysNot: ['describe'] }],
    },
    {
      name: 'a server that fails without a number',
      objects: [failing('received unexpected answer: Service Unavailable')],
      expect: [
        { detail: 'server-error', says: ['registry quay.io answers a server error', 'asked for quay.io/shop/web:1'] },
      ],
    },
    {
      name: 'a broken layer',
      objects: [failing('failed to extract layer sha256:aa: invalid tar header')],
      expect: [{ detail: 'content' }],
    },
    {
      name: 'an outdated format',
      objects: [
        failing(
          'media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1',
        ),
      ],
      expect: [{ detail: 'manifest' }],
    },
    {
      name: 'a signature that is not accepted',
      objects: [
        failing(
          `image pull failed for ${image} because the signature validation failed: no signature`,
          'SignatureValidationFailed',
        ),
      ],
      expect: [{ detail: 'signature' }],
    },
    {
      name: 'an image store that cannot be read',
      objects: [
        failing('Failed to inspect image "": rpc error: code = Unknown desc = layer not known', 'ImageInspectError'),
      ],
      expect: [{ detail: 'inspect' }],
    },
    {
      name: 'an error of no known kind is quoted',
      objects: [failing('the moon is in the wrong quarter')],
      expect: [{ confidence: 'likely', says: ['the moon is in the wrong quarter'] }],
    },
    {
      name: 'recorded',
      recording: 'survey-app',
      expect: [
        { container: 'survey', detail: 'server-error', says: ['broken.example.com', '500 Internal Server Error'] },
      ],
    },
  ],
  silent: [
    { name: 'an image that does not exist', recording: 'web-preview' },
    { name: 'a registry that is down', recording: 'pos-terminal' },
    {
      name: 'a back-off without a reason',
      objects: [failing(`Back-off pulling image "${image}"`, 'ImagePullBackOff')],
    },
  ],
});
