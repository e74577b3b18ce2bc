import { imagePullDenied } from '../../../src/rules/image/image-pull-denied.ts';
import { anEvent, aPod, waiting, wholeNamespace, namespace, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const image = 'private.example/team/api:2';
const denied =
  'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials';
const unauthorized =
  'unexpected status from HEAD request to https://private.example/v2/team/api/manifests/2: 401 Unauthorized';
const hidden =
  'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';

const pod = (message: string, secrets: string[] = [], of = image) =>
  aPod({
    owner: { kind: 'DaemonSet', name: 'api' },
    spec: { imagePullSecrets: secrets.map((name) => ({ name })) },
    status: { phase: 'Pending' },
    containers: [{ name: 'api', image: of, state: waiting('ErrImagePull', message) }],
  });
const secret = (name: string, type: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type,
  data,
});
const login = (name: string) => secret(name, 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': 'e30=' });

testRule(imagePullDenied, {
  fires: [
    {
      name: 'a pull secret of another type',
      objects: [
        aWorkload('DaemonSet', 'api'),
        pod(denied, ['regcred']),
        secret('regcred', 'Opaque', { password: 'eA==' }),
        ...wholeNamespace(),
      ],
      expect: [{ says: ['it is of type Opaque and not kubernetes.io/dockerconfigjson'] }],
    },
    {
      name: 'a pull secret that has lost its login',
      objects: [
        aWorkload('DaemonSet', 'api'),
        pod(denied, ['regcred']),
        secret('regcred', 'kubernetes.io/dockerconfigjson', {}),
        ...wholeNamespace(),
      ],
      expect: [{ says: ['it has no key .dockerconfigjson'] }],
    },
    {
      name: 'a registry that forbids it to whoever does not log in',
      objects: [aWorkload('DaemonSet', 'api'), pod('unexpected status from GET request: 403 Forbidden')],
      expect: [
        { detail: 'no-credentials', says: ['(403 Forbidden): it wants a login'], saysNot: ['may be wrong as well'] },
      ],
    },
    {
      name: 'a debug container: it is started again, nothing of the pod is changed',
      objects: [
        aPod({
          spec: { ephemeralContainers: [{ name: 'debug', image }] },
          status: { ephemeralContainerStatuses: [{ name: 'debug', state: waiting('ErrImagePull', denied) }] },
        }),
      ],
      expect: [
        {
          container: 'debug',
          severity: 'warning',
          says: ['Start another debug container'],
          saysNot: ['create secret'],
        },
      ],
    },
    {
      name: 'two pull secrets that open other registries',
      objects: [
        aWorkload('DaemonSet', 'api'),
        pod(denied, ['one', 'two']),
        login('one'),
        login('two'),
        ...wholeNamespace(),
      ],
      expect: [{ says: ['pull secrets one and two', 'hold no login for private.example'] }],
    },
    {
      name: 'the pod has no pull secret',
      objects: [aWorkload('DaemonSet', 'api'), pod(denied)],
      expect: [
        {
          container: 'api',
          detail: 'no-credentials',
          confidence: 'certain',
          says: ['private.example', 'imagePullSecrets'],
          command:
            'kubectl -n shop patch daemonset/api -p {"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"registry-login"}]}}}}',
        },
      ],
    },
    {
      name: 'Docker Hub does not say whether the repository exists',
      objects: [pod(hidden, [], 'shopp/web:1')],
      expect: [{ confidence: 'likely', says: ['docker.io', 'does not exist', 'shopp/web:1'] }],
    },
    {
      name: 'the pull secret does not exist and another is named like it',
      objects: [pod(denied, ['regcred']), login('regcreds')],
      expect: [{ detail: 'secret-missing', confidence: 'certain', says: ['regcred', 'A Secret regcreds exists'] }],
    },
    {
      name: 'a dump without Secrets says less than an answer',
      objects: [pod(denied, ['regcred']), ...wholeNamespace()],
      expect: [{ detail: 'secret-missing', confidence: 'likely' }],
    },
    {
      name: 'the kubelet says that the secret is missing',
      objects: [
        pod(unauthorized, ['regcred']),
        anEvent(
          'FailedToRetrieveImagePullSecret',
          'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
        ),
      ],
      expect: [{ detail: 'secret-missing', confidence: 'certain', says: ['FailedToRetrieveImagePullSecret'] }],
    },
    {
      name: 'the secret is of a type that is not read',
      objects: [pod(denied, ['regcred']), secret('regcred', 'Opaque', { password: 'eA==' })],
      expect: [{ detail: 'secret-type', says: ['Opaque', 'kubernetes.io/dockerconfigjson'], saysNot: ['eA=='] }],
    },
    {
      name: 'the secret has no login for this registry',
      objects: [pod(denied, ['regcred']), login('regcred')],
      expect: [{ detail: 'no-login-for-registry', says: ['regcred', 'no login for private.example'] }],
    },
    {
      name: 'the login is refused',
      objects: [pod(unauthorized, ['regcred']), login('regcred')],
      expect: [{ detail: 'wrong-credentials', says: ['401 Unauthorized', 'regcred'], saysNot: ['e30='] }],
    },
    {
      name: 'recorded: a missing secret',
      recording: 'crm-sync',
      expect: [{ detail: 'secret-missing', says: ['regcred'] }],
    },
    {
      name: 'recorded: a wrong password',
      recording: 'hr-portal',
      expect: [{ container: 'portal', detail: 'wrong-credentials' }],
    },
    { name: 'recorded: no secret', recording: 'partner-api', expect: [{ detail: 'no-credentials' }] },
  ],
  silent: [
    {
      name: 'a missing pull secret that nothing needs',
      objects: [aPod({ spec: { imagePullSecrets: [{ name: 'gone' }] } })],
    },
    { name: 'an image that does not exist', recording: 'web-preview' },
    { name: 'a rate limit', recording: 'company-blog' },
  ],
});
