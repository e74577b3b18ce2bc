import { imageNotFound } from '../../../src/rules/image/image-not-found.ts';
import { ago, anEvent, aPod, aWorkload, running, waiting, wholeNamespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const image = 'quay.io/shop/web:1.99';
const text = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
const broken = (state = waiting('ErrImagePull', text), name = 'web') => ({ name, image, state });
const pending = { phase: 'Pending' };

/** A Deployment whose newer revision names the broken image; pod web-1 belongs to it. */
const updated = [
  aWorkload('Deployment', 'web', { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } }),
  replicaSet('web-old', 1, 'quay.io/shop/web:1.98'),
  replicaSet('web-new', 2, image),
  aPod({ owner: { kind: 'ReplicaSet', name: 'web-new' }, status: pending, containers: [broken()] }),
];

function replicaSet(name: string, revision: number, of: string) {
  return aWorkload('ReplicaSet', name, {
    metadata: {
      labels: { app: 'web' },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
    spec: { template: { spec: { containers: [{ name: 'web', image: of }] } } },
  });
}

testRule(imageNotFound, {
  fires: [
    {
      name: 'an image volume',
      objects: [
        aPod({
          status: pending,
          spec: { volumes: [{ name: 'model', image: { reference: image } }] },
          containers: [
            {
              name: 'web',
              volumeMounts: [{ name: 'model', mountPath: '/model' }],
              state: waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${text}`),
            },
          ],
        }),
        anEvent('Failed', `Failed to pull image "${image}": ${text}`),
      ],
      expect: [{ says: ['image volume model of container web', 'spec.volumes[model].image.reference'] }],
    },
    {
      name: 'a digest that is gone, and a registry that hides what one may not see',
      objects: [
        aPod({
          status: pending,
          spec: { imagePullSecrets: [{ name: 'regcred' }] },
          containers: [
            {
              name: 'web',
              image: `quay.io/shop/web@sha256:${'a'.repeat(64)}`,
              state: waiting(
                'ErrImagePull',
                `rpc error: code = NotFound desc = failed to pull and unpack image "quay.io/shop/web@sha256:${'a'.repeat(64)}": not found`,
              ),
            },
          ],
        }),
      ],
      expect: [{ detail: 'digest', says: ['nothing with the digest'] }],
    },
    {
      name: 'no tag is given, and the pull secret does not exist',
      objects: [
        aPod({
          status: pending,
          spec: { imagePullSecrets: [{ name: 'regcred' }, { name: 'spare' }] },
          containers: [
            {
              name: 'web',
              image: 'quay.io/shop/web',
              state: waiting('ErrImagePull', 'quay.io/shop/web:latest: manifest unknown'),
            },
          ],
        }),
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'spare', namespace: 'shop' },
          type: 'Opaque',
          data: { token: 'eA==' },
        },
        ...wholeNamespace(),
      ],
      expect: [
        {
          detail: 'tag',
          says: [
            'there is no tag latest (because no tag is given) in repository shop/web',
            'Some registries say so too to whoever may not see it: pull secret regcred is missing, pull secret spare is not usable.',
          ],
        },
      ],
    },
    {
      name: 'the reason is no longer on record, and the pod has a pull secret',
      objects: [
        aPod({
          status: pending,
          spec: { imagePullSecrets: [{ name: 'regcred' }] },
          containers: [broken(waiting('ImagePullBackOff', `Back-off pulling image "${image}"`))],
        }),
      ],
      expect: [{ confidence: 'possible', saysNot: ['names no imagePullSecrets'] }],
    },
    {
      name: 'the Deployment names another image by now',
      objects: [
        aWorkload('Deployment', 'web', {
          spec: { template: { spec: { containers: [{ name: 'web', image: 'quay.io/shop/web:2.0' }] } } },
        }),
        replicaSet('web-new', 2, image),
        aPod({ owner: { kind: 'ReplicaSet', name: 'web-new' }, status: pending, containers: [broken()] }),
      ],
      expect: [
        { says: ['already says quay.io/shop/web:2.0'], command: 'kubectl -n shop rollout status deployment/web' },
      ],
    },
    {
      name: 'the pod of a Job, whose template cannot be changed',
      objects: [
        aWorkload('Job', 'seed', { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } }),
        aPod({ owner: { kind: 'Job', name: 'seed' }, status: pending, containers: [broken()] }),
      ],
      expect: [{ says: ['Correct the image of container web in Job/seed'] }],
    },
    {
      name: 'the registry has no such tag',
      objects: [aPod({ status: pending, containers: [broken()] })],
      expect: [
        {
          container: 'web',
          detail: 'tag',
          confidence: 'certain',
          says: [image, 'no tag 1.99'],
          command: 'kubectl -n shop edit pod/web-1',
        },
      ],
    },
    {
      name: 'no such repository, in the words of CRI-O',
      objects: [
        aPod({
          status: pending,
          containers: [
            broken(
              waiting('ErrImagePull', 'reading manifest 1.99 in quay.io/shop/web: name unknown: repository not found'),
            ),
          ],
        }),
      ],
      expect: [{ detail: 'repository', says: ['no repository shop/web'] }],
    },
    {
      name: 'two containers of the same image are one finding',
      objects: [aPod({ status: pending, containers: [broken(), broken(undefined, 'api')] })],
      expect: [{ container: 'web', says: ['container web and container api'] }],
    },
    {
      name: 'only the event tells',
      objects: [
        aPod({ status: pending, containers: [broken(waiting('ContainerCreating'))] }),
        anEvent('Failed', `Failed to pull image "${image}": ${text}`, { container: 'web', count: 3 }),
      ],
      expect: [{ says: ['It was tried 3 times'] }],
    },
    {
      name: 'an old kubelet backs off and the event has gone',
      objects: [
        aPod({
          status: pending,
          containers: [broken(waiting('ImagePullBackOff', `Back-off pulling image "${image}"`))],
        }),
      ],
      expect: [{ confidence: 'possible', says: ['no longer on record', 'imagePullSecrets'] }],
    },
    {
      name: 'the revision before had another image',
      target: 'deploy/web',
      objects: updated,
      expect: [{ says: ['quay.io/shop/web:1.98'], command: 'kubectl -n shop rollout undo deployment/web' }],
    },
    {
      name: 'a debug container harms nobody else',
      objects: [
        aPod({
          spec: { ephemeralContainers: [{ name: 'debug', image }] },
          status: { ephemeralContainerStatuses: [{ name: 'debug', state: waiting('ErrImagePull', text) }] },
          containers: [{ name: 'web', restarts: 1 }],
        }),
      ],
      expect: [{ container: 'debug', severity: 'warning' }],
    },
    { name: 'recorded: an init container', recording: 'inventory-svc', expect: [{ container: 'wait-for-schema' }] },
    { name: 'recorded: a digest', recording: 'promo-banner', expect: [{ container: 'banner', detail: 'digest' }] },
    { name: 'recorded: an update', recording: 'storefront', expect: [{ says: ['nginx:1.27'] }] },
    { name: 'recorded: a bare pod', recording: 'web-preview', expect: [{ says: ['docker.io', 'nginx:1.99-typo'] }] },
    {
      name: 'recorded: the template was corrected meanwhile',
      recording: 'kafka-cluster',
      expect: [{ says: ['3.7.99'], command: 'kubectl -n kafka-cluster delete pod kafka-1' }],
    },
    { name: 'recorded: one of two causes', recording: 'combo-backend', expect: [{ container: 'api' }] },
  ],
  silent: [
    {
      name: 'the container runs',
      objects: [aPod({ containers: [{ name: 'web', image, state: running(), ready: false }] })],
    },
    { name: 'no credentials', recording: 'partner-api' },
    { name: 'no build for the platform', recording: 'thumbnailer' },
    { name: 'a neighbour of the target cannot pull', recording: 'team-playground' },
    {
      name: 'the pod is being deleted',
      objects: [
        aPod({
          metadata: { deletionTimestamp: ago(-10), deletionGracePeriodSeconds: 30 },
          status: pending,
          containers: [broken()],
        }),
      ],
    },
  ],
});
