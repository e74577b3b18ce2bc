import { expect, test } from '@jest/globals';
import { missingInText } from '../../src/facts/missing-text.ts';

test.each([
  ['configmap "a" not found', [{ kind: 'ConfigMap', name: 'a' }]],
  ['Error: secrets "a.b" not found', [{ kind: 'Secret', name: 'a.b' }]],
  ["couldn't find key my.key_1 in ConfigMap shop/app", [{ kind: 'ConfigMap', name: 'app', key: 'my.key_1' }]],
  ["Error: couldn't find key k in Secret shop/app", [{ kind: 'Secret', name: 'app', key: 'k' }]],
  ['references non-existent secret key: tls.crt', [{ kind: 'Secret', key: 'tls.crt' }]],
  ['configmap references non-existent config key: a', [{ kind: 'ConfigMap', key: 'a' }]],
  [
    '[secret "a" not found, configmap "b" not found]',
    [
      { kind: 'Secret', name: 'a' },
      { kind: 'ConfigMap', name: 'b' },
    ],
  ],
  [
    '[configmap references non-existent config key: a, references non-existent secret key: b]',
    [
      { kind: 'ConfigMap', key: 'a' },
      { kind: 'Secret', key: 'b' },
    ],
  ],
  ['object "shop"/"a" not registered', []],
  ['failed to sync configmap cache: timed out waiting for the condition', []],
  ['secretproviderclasses.secrets-store.csi.x-k8s.io "a" not found', []],
  ['persistentvolumeclaim "a" not found', []],
  ['', []],
])('%s', (text, missing) => {
  expect(missingInText(text)).toEqual(missing);
});
