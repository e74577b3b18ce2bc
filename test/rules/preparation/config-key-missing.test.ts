import { configKeyMissing } from '../../../src/rules/preparation/config-key-missing.ts';
import { anEvent, aPod, aWorkload, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating, keyed, mounting } from '../../support/preparing.ts';

const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'api-token' } } }];
const refused = waiting('CreateContainerConfigError', "couldn't find key api-token in Secret shop/api");
const volume = { name: 'cfg', configMap: { name: 'app', items: [{ key: 'app.yaml', path: 'app.yaml' }] } };
const nonExistent = anEvent(
  'FailedMount',
  'MountVolume.SetUp failed for volume "cfg" : configmap references non-existent config key: app.yaml',
);

testRule(configKeyMissing, {
  fires: [
    {
      name: 'recorded: env',
      recording: 'auth-service',
      expect: [{ container: 'auth', confidence: 'certain', says: ['jwt-signing-key', 'auth-keys', 'jwt_signing_key'] }],
    },
    {
      name: 'recorded: an item of a volume',
      recording: 'feature-flags',
      expect: [{ says: ['flags.yaml', 'flag-definitions', 'flags.json'] }],
    },
    {
      name: 'nobody may read the Secret: the message is enough',
      objects: [creating({ containers: [{ name: 'web', env, state: refused }] })],
      expect: [
        { container: 'web', detail: 'secret', confidence: 'certain', command: 'kubectl -n shop describe secret api' },
      ],
    },
    {
      name: 'the Secret is empty',
      objects: [creating({ containers: [{ name: 'web', env, state: refused }] }), keyed('Secret', 'api')],
      expect: [{ says: ['Secret api has no keys.', 'exists with the keys (none)'] }],
    },
    {
      name: 'a key that one container uses is gone while it runs',
      objects: [
        aPod({
          spec: { volumes: [volume] },
          containers: [{ name: 'web', volumeMounts: [{ name: 'cfg', mountPath: '/c' }] }],
        }),
        keyed('ConfigMap', 'app', 'other.yaml'),
        nonExistent,
      ],
      expect: [{ container: 'web', says: ['has been removed while container web runs'] }],
    },
    {
      name: 'a key that two containers use is gone while they run',
      objects: [
        aPod({
          spec: { volumes: [volume] },
          containers: ['a', 'b'].map((name) => ({ name, volumeMounts: [{ name: 'cfg', mountPath: '/c' }] })),
        }),
        keyed('ConfigMap', 'app', 'other.yaml'),
        nonExistent,
      ],
      expect: [{ container: null, severity: 'info', says: ['has been removed while the pod runs'] }],
    },
    {
      name: 'a volume, by its event alone',
      objects: [mounting(volume), nonExistent],
      expect: [{ detail: 'configmap', says: ['ConfigMap app', 'app.yaml'] }],
    },
    {
      name: 'a volume, by looking alone',
      objects: [mounting(volume), keyed('ConfigMap', 'app', 'app.yml')],
      expect: [{ confidence: 'likely', says: ['app.yml is the nearest'] }],
    },
    {
      name: 'the secret volume of a StatefulSet gets a command',
      objects: [
        mounting(
          { name: 'cfg', secret: { secretName: 'keys', items: [{ key: 'id_rsa', path: 'k' }] } },
          { owner: { kind: 'StatefulSet', name: 'web' } },
        ),
        aWorkload('StatefulSet', 'web'),
        keyed('Secret', 'keys', 'id-rsa'),
        anEvent(
          'FailedMount',
          'MountVolume.SetUp failed for volume "cfg" : references non-existent secret key: id_rsa',
        ),
      ],
      expect: [
        {
          command:
            'kubectl -n shop patch statefulset/web --type=json -p [{"op":"test","path":"/spec/template/spec/volumes/0/secret/items/0/key","value":"id_rsa"},{"op":"replace","path":"/spec/template/spec/volumes/0/secret/items/0/key","value":"id-rsa"}]',
        },
      ],
    },
    {
      name: 'the key was added in the meantime',
      objects: [creating({ containers: [{ name: 'web', env, state: refused }] }), keyed('Secret', 'api', 'api-token')],
      expect: [{ severity: 'info' }],
    },
  ],
  silent: [
    { name: 'the whole object is missing', recording: 'billing-suite' },
    { name: 'the key is there', objects: [mounting(volume), keyed('ConfigMap', 'app', 'app.yaml')] },
    {
      name: 'optional',
      objects: [
        mounting({ name: 'cfg', configMap: { name: 'app', optional: true, items: [{ key: 'x', path: 'x' }] } }),
        keyed('ConfigMap', 'app', 'y'),
      ],
    },
    { name: 'a key of no stated reference', objects: [creating(), nonExistent] },
  ],
});
