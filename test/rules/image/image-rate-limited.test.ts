import { imageRateLimited } from '../../../src/rules/image/image-rate-limited.ts';
import { aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const limited = (message: string, secrets: string[] = []) =>
  aPod({
    spec: { imagePullSecrets: secrets.map((name) => ({ name })) },
    status: { phase: 'Pending' },
    containers: [{ name: 'web', image: 'shop/web:1', state: waiting('ErrImagePull', message) }],
  });
const hub =
  'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/shop/web/manifests/sha256:aa: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.';

testRule(imageRateLimited, {
  fires: [
    {
      name: 'Docker Hub, anonymous',
      objects: [limited(hub)],
      expect: [
        {
          container: 'web',
          severity: 'critical',
          says: ['docker.io', '429 Too Many Requests', 'imagePullSecrets'],
          saysNot: ['which its runtime uses'],
        },
      ],
    },
    {
      name: 'an account that is limited, too',
      objects: [limited('toomanyrequests: Rate exceeded', ['login'])],
      expect: [{ says: ['higher limit'], saysNot: ['create secret'] }],
    },

    {
      name: 'the limit of the kubelet itself',
      objects: [limited('pull QPS exceeded')],
      expect: [{ severity: 'warning', detail: 'kubelet', says: ['registryPullQPS'] }],
    },
    {
      name: 'recorded',
      recording: 'company-blog',
      expect: [{ container: 'ghost', says: ['ratelimited.example.com', '429'] }],
    },
  ],
  silent: [
    { name: 'a server error', recording: 'survey-app' },
    { name: 'a running pod', objects: [aPod()] },
  ],
});
