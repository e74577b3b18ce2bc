import { secretMissing } from '../../../src/rules/preparation/secret-missing.ts';
import { anEvent, waiting, wholeNamespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating, keyed, mounting } from '../../support/preparing.ts';

const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }];
const refused = waiting('CreateContainerConfigError', 'secret "db" not found');
const volume = { name: 'tls', secret: { secretName: 'web-tls' } };

testRule(secretMissing, {
  fires: [
    {
      name: 'recorded: env',
      recording: 'billing-suite',
      expect: [{ container: 'billing', says: ['billing-db-credentials', 'password'] }],
    },
    { name: 'recorded: volume', recording: 'public-gateway', expect: [{ says: ['gateway-tls'] }] },
    {
      name: 'recorded: events expired',
      recording: 'quiet-corner',
      expect: [{ confidence: 'likely', says: ['ui-cookie'] }],
    },
    {
      name: 'recorded: beside another cause',
      recording: 'combo-backend',
      expect: [{ container: 'sync', says: ['sync-token'] }],
    },
    {
      name: 'two containers wait for it: one finding without a container',
      objects: [
        creating({
          containers: [
            { name: 'a', env, state: refused },
            { name: 'b', env, state: refused },
          ],
        }),
      ],
      expect: [{ container: null, says: ['container a', 'container b'] }],
    },
    {
      name: 'one is named by the kubelet, the next is found by looking',
      objects: [
        creating({ containers: [{ name: 'web', env, envFrom: [{ secretRef: { name: 'more' } }], state: refused }] }),
        keyed('Secret', 'other'),
      ],
      expect: [{ says: ['Secret db'] }, { says: ['Secret more'], severity: 'critical' }],
    },
    {
      name: 'the secret of a CSI driver, which the pod does not name',
      objects: [
        mounting({ name: 'share', csi: { driver: 'smb.csi.k8s.io' } }),
        anEvent(
          'FailedMount',
          'MountVolume.MountDevice failed for volume "share" : fetching NodeStageSecretRef shop/smb failed: kubernetes.io/csi: failed to find the secret smb in the namespace shop with error: secret "smb" not found',
        ),
      ],
      expect: [{ says: ['Secret smb'] }],
    },
  ],
  silent: [
    { name: 'recorded: created in the meantime, and the pod runs', recording: 'late-secret' },
    { name: 'recorded: a missing ConfigMap', recording: 'notifier' },
    { name: 'it exists', objects: [mounting(volume), keyed('Secret', 'web-tls', 'tls.crt')] },
    {
      name: 'Secrets were left out of the file, and the image is being pulled',
      objects: [creating({ containers: [{ name: 'web', env }] }), ...wholeNamespace()],
    },
    {
      name: 'Secrets were left out of the file, and events speak of other things',
      objects: [
        mounting(volume),
        ...wholeNamespace(),
        anEvent('Scheduled', 'Successfully assigned', { type: 'Normal' }),
      ],
    },
    {
      name: 'the sandbox is there, so the volumes are',
      objects: [
        mounting(volume, { status: { conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] } }),
        keyed('Secret', 'other'),
      ],
    },
    {
      name: 'an image pull secret belongs to the image',
      objects: [creating({ spec: { imagePullSecrets: [{ name: 'registry' }] } }), keyed('Secret', 'other')],
    },
    {
      name: 'a class of the secrets store is no Secret',
      objects: [
        mounting({ name: 'store', csi: { driver: 'secrets-store.csi.k8s.io' } }),
        anEvent(
          'FailedMount',
          'MountVolume.SetUp failed for volume "store" : rpc error: code = Unknown desc = failed to get secretproviderclass shop/x, error: secretproviderclasses.secrets-store.csi.x-k8s.io "x" not found',
        ),
      ],
    },
  ],
});
