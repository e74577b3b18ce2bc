import { imageRegistryUnreachable } from '../../../src/rules/image/image-registry-unreachable.ts';
import { aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const failing = (error: string) =>
  aPod({
    status: { phase: 'Pending' },
    containers: [
      {
        name: 'web',
        image: 'registry.corp/web:1',
        state: waiting(
          'ImagePullBackOff',
          `Back-off pulling image "registry.corp/web:1": ErrImagePull: failed to do request: Head "https://registry.corp/v2/web/manifests/1": ${error}`,
        ),
      },
    ],
  });

testRule(imageRegistryUnreachable, {
  fires: [
    {
      name: 'a time-out',
      objects: [failing('dial tcp 10.0.0.9:443: i/o timeout')],
      expect: [
        { detail: 'timeout', says: ['registry.corp', 'node-a'], command: 'curl -sSI https://registry.corp/v2/' },
      ],
    },
    {
      name: 'no answer, and why is not said; neither is where it asked',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          containers: [
            {
              name: 'web',
              image: 'registry.corp/web:1',
              state: waiting('ErrImagePull', 'pinging container registry registry.corp failed'),
            },
          ],
        }),
      ],
      expect: [
        {
          detail: null,
          says: ['the request failed before there was an answer'],
          command: 'curl -sSI https://registry.corp/v2/',
        },
      ],
    },
    {
      name: 'the network of Docker Hub that serves its layers',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          containers: [
            {
              name: 'web',
              image: 'nginx:1',
              state: waiting(
                'ErrImagePull',
                'httpReadSeeker: failed open: failed to do request: Get "https://production.cloudflare.docker.com/registry-v2/x": dial tcp 104.16.1.2:443: i/o timeout',
              ),
            },
          ],
        }),
      ],
      expect: [{ detail: 'timeout', says: ['cannot reach registry docker.io'], saysNot: ['which its runtime uses'] }],
    },
    {
      name: 'a proxy',
      objects: [failing('proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused')],
      expect: [{ detail: 'proxy', says: ['NO_PROXY'] }],
    },
    {
      name: 'a handshake that takes too long',
      objects: [failing('net/http: TLS handshake timeout')],
      expect: [{ detail: 'timeout' }],
    },
    {
      name: 'recorded: no such host',
      recording: 'intranet',
      expect: [{ detail: 'dns', says: ['registry.corp.internal'] }],
    },
    {
      name: 'recorded: refused',
      recording: 'pos-terminal',
      expect: [{ detail: 'refused', says: ['down.example.com', '127.0.0.1:5999'] }],
    },
  ],
  silent: [
    { name: 'a certificate', recording: 'mail-relay' },
    { name: 'still pulling', recording: 'model-server' },
  ],
});
