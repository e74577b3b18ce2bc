import { configmapMissing } from '../../../src/rules/preparation/configmap-missing.ts';
import { aPod, anEvent, aWorkload, running, terminated, waiting, wholeNamespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating, keyed, mounting } from '../../support/preparing.ts';

const envFrom = [{ configMapRef: { name: 'app-env' } }];
const refused = waiting('CreateContainerConfigError', 'configmap "app-env" not found');
const volume = { name: 'cfg', configMap: { name: 'nginx-cfg' } };
const failedMount = anEvent(
  'FailedMount',
  'MountVolume.SetUp failed for volume "cfg" : configmap "nginx-cfg" not found',
);

testRule(configmapMissing, {
  fires: [
    {
      name: 'recorded: envFrom',
      recording: 'notifier',
      expect: [{ container: 'notifier', says: ['notifier-env', 'notifier-config'] }],
    },
    { name: 'recorded: volume', recording: 'proxy-tier', expect: [{ says: ['haproxy-cfg'] }] },
    {
      name: 'recorded: a rollout with old pods that serve',
      recording: 'billing-next',
      expect: [{ container: 'web', says: ['billing-flags-v2'] }],
    },
    {
      name: 'the status says so and nobody could be asked',
      objects: [creating({ containers: [{ name: 'web', envFrom, state: refused }] })],
      expect: [{ container: 'web', confidence: 'certain', severity: 'critical' }],
    },
    {
      name: 'several keys of it, in more places than can be told',
      objects: [
        creating({
          containers: [
            {
              name: 'web',
              env: ['A', 'B', 'C', 'D'].map((name) => ({
                name,
                valueFrom: { configMapKeyRef: { name: 'app-env', key: name.toLowerCase() } },
              })),
              state: refused,
            },
          ],
        }),
      ],
      expect: [
        {
          container: 'web',
          says: ['env C of container web and 1 more need ConfigMap app-env', 'with the keys a, b, c, d'],
        },
      ],
    },
    {
      name: 'one key of it',
      objects: [
        creating({
          containers: [
            {
              name: 'web',
              env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'app-env', key: 'a' } } }],
              state: refused,
            },
          ],
        }),
      ],
      expect: [{ says: ['in namespace shop with the key a'] }],
    },
    {
      name: 'it is there by now, and empty',
      objects: [creating({ containers: [{ name: 'web', envFrom, state: refused }] }), keyed('ConfigMap', 'app-env')],
      expect: [{ severity: 'info', says: ['which exists now', 'exists with the keys (none)'] }],
    },
    {
      name: 'two volumes of one ConfigMap',
      objects: [
        creating({
          containers: [{ name: 'web', volumeMounts: [{ name: 'cfg', mountPath: '/c' }] }],
          spec: { volumes: [volume, { ...volume, name: 'again' }] },
        }),
        failedMount,
      ],
      expect: [{ says: ['a volume of it needs ConfigMap nginx-cfg'] }],
    },
    {
      name: 'only an event is left to say so',
      objects: [
        creating({ containers: [{ name: 'web', envFrom }] }),
        anEvent('Failed', 'Error: configmap "app-env" not found', { container: 'web' }),
      ],
      expect: [{ container: 'web', confidence: 'certain' }],
    },
    {
      name: 'the plural of an API answer',
      objects: [
        creating({
          containers: [
            { name: 'web', envFrom, state: waiting('CreateContainerConfigError', 'configmaps "app-env" not found') },
          ],
        }),
      ],
      expect: [{ says: ['app-env'] }],
    },
    {
      name: 'a volume of two containers: no container is meant',
      objects: [
        creating({
          containers: ['a', 'b'].map((name) => ({ name, volumeMounts: [{ name: 'cfg', mountPath: '/c' }] })),
          spec: { volumes: [volume] },
        }),
        failedMount,
      ],
      expect: [{ container: null, says: ['volume cfg', 'nginx-cfg'] }],
    },
    {
      name: 'a volume, its events expired, the API server says that there is none',
      objects: [mounting(volume), keyed('ConfigMap', 'nginx-config')],
      expect: [{ container: 'web', confidence: 'certain', says: ['nginx-config'] }],
    },
    {
      name: 'a projected volume that misses two: each is a finding',
      objects: [
        mounting({
          name: 'all',
          projected: { sources: [{ configMap: { name: 'one' } }, { configMap: { name: 'two' } }] },
        }),
        anEvent(
          'FailedMount',
          'MountVolume.SetUp failed for volume "all" : [configmap "one" not found, configmap "two" not found]',
        ),
      ],
      expect: [{ says: ['ConfigMap one'] }, { says: ['ConfigMap two'] }],
    },
    {
      name: 'an init container needs it',
      objects: [
        creating({
          initContainers: [{ name: 'setup', envFrom, state: refused }],
          containers: [{ name: 'web', state: waiting('PodInitializing') }],
        }),
      ],
      expect: [{ container: 'setup' }],
    },
    {
      name: 'the container has not come so far: it will stop there',
      objects: [
        creating({ containers: [{ name: 'web', envFrom, state: waiting('ImagePullBackOff', 'Back-off') }] }),
        keyed('ConfigMap', 'other'),
      ],
      expect: [{ container: 'web', severity: 'warning', says: ['has not come so far'] }],
    },
    {
      name: 'it exists by now: information',
      objects: [
        creating({ containers: [{ name: 'web', envFrom, state: refused }] }),
        keyed('ConfigMap', 'app-env', 'A'),
      ],
      expect: [{ severity: 'info', says: ['tries again by itself'] }],
    },
    {
      name: 'it was deleted while the pod runs: information',
      objects: [
        aPod({
          created: 4000,
          containers: [
            { name: 'web', state: running(3900), ready: true, volumeMounts: [{ name: 'cfg', mountPath: '/c' }] },
          ],
          spec: { volumes: [volume] },
        }),
        failedMount,
      ],
      expect: [{ severity: 'info', says: ['run on with the copy'] }],
    },
    {
      name: 'the pod of a Deployment: the command tests before it replaces',
      objects: [
        mounting(volume, { owner: { kind: 'StatefulSet', name: 'web' } }),
        aWorkload('StatefulSet', 'web'),
        failedMount,
        keyed('ConfigMap', 'nginx-conf'),
      ],
      expect: [
        {
          command:
            'kubectl -n shop patch statefulset/web --type=json -p [{"op":"test","path":"/spec/template/spec/volumes/0/configMap/name","value":"nginx-cfg"},{"op":"replace","path":"/spec/template/spec/volumes/0/configMap/name","value":"nginx-conf"}]',
        },
      ],
    },
  ],
  silent: [
    { name: 'recorded: a missing Secret', recording: 'billing-suite' },
    {
      name: 'optional',
      objects: [
        mounting({ name: 'cfg', configMap: { name: 'nginx-cfg', optional: true } }),
        keyed('ConfigMap', 'other'),
      ],
    },
    { name: 'refused or not asked, and nothing is said', objects: [mounting(volume)] },
    {
      name: 'a file without ConfigMaps, and events that say nothing of one',
      objects: [
        mounting({ name: 'tls', secret: { secretName: 'x' } }),
        anEvent('Pulling', 'Pulling image "web"', { container: 'web', type: 'Normal' }),
      ],
    },
    {
      name: "the kubelet's cache is not filled yet",
      objects: [
        mounting(volume),
        anEvent('FailedMount', 'MountVolume.SetUp failed for volume "cfg" : object "shop"/"nginx-cfg" not registered'),
      ],
    },
    {
      name: 'the volume was mounted after that',
      objects: [
        mounting(volume),
        anEvent('FailedMount', failedMount.message ?? '', { ago: 30 }),
        anEvent('Pulling', 'Pulling image "web"', { ago: 20, container: 'web', type: 'Normal' }),
      ],
    },
    {
      name: 'an old failure of a container that runs',
      objects: [
        aPod({ containers: [{ name: 'web', envFrom, state: running(30), ready: true }] }),
        anEvent('Failed', 'Error: configmap "app-env" not found', { container: 'web', ago: 60 }),
      ],
    },
    {
      name: 'the pod has ended',
      objects: [
        aPod({
          containers: [{ name: 'web', envFrom, state: { terminated: terminated(0) } }],
          status: { phase: 'Succeeded' },
        }),
        keyed('ConfigMap', 'other'),
      ],
    },
    {
      name: 'the pod is being deleted',
      objects: [
        creating({
          containers: [{ name: 'web', envFrom, state: refused }],
          metadata: { deletionTimestamp: '2026-01-15T12:00:20Z', deletionGracePeriodSeconds: 30 },
        }),
      ],
    },
    {
      name: 'not scheduled yet',
      objects: [
        aPod({
          containers: [{ name: 'web', envFrom, state: waiting('') }],
          spec: { nodeName: '' },
          status: { phase: 'Pending' },
        }),
        keyed('ConfigMap', 'other'),
      ],
    },
    {
      name: 'the root CA of the service account token',
      objects: [
        mounting({ name: 'kube-api-access-x', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }] } }),
        ...wholeNamespace().filter(({ kind }) => kind !== 'ConfigMap'),
      ],
    },
  ],
});
