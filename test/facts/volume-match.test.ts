import { expect, test } from '@jest/globals';
import { volumeMisfits } from '../../src/facts/volume-match.ts';
import { aClaim, aVolume } from '../support/pending.ts';

const claim = aClaim('data', { storageClassName: 'manual' });
const why = (spec: Record<string, unknown>): readonly string[] | undefined =>
  volumeMisfits(claim, [aVolume('pv', { storageClassName: 'manual', ...spec })])[0]?.why;

test('what fits has nothing against it', () => {
  expect(why({})).toEqual([]);
  expect(why({ claimRef: { namespace: 'shop', name: 'data' } })).toEqual([]);
});

test('size, mode, kind and owner are compared', () => {
  expect(why({ capacity: { storage: '1Gi' } })).toEqual(['offers 1Gi, 10Gi is asked']);
  expect(why({ accessModes: ['ReadOnlyMany'] })).toEqual(['offers ReadOnlyMany, ReadWriteOnce is asked']);
  expect(why({ volumeMode: 'Block' })).toEqual(['is of volumeMode Block, Filesystem is asked']);
  expect(why({ claimRef: { namespace: 'shop', name: 'other' } })).toEqual(['belongs to claim shop/other']);
});

test('one that was given back, and labels that the claim wants', () => {
  const released = {
    ...aVolume('pv', { storageClassName: 'manual', claimRef: { namespace: 'shop', name: 'old' } }),
    status: { phase: 'Released' },
  };
  expect(volumeMisfits(claim, [released])).toMatchObject([
    { free: false, why: ['still belongs to the deleted claim shop/old'] },
  ]);
  const choosy = aClaim('data', { storageClassName: 'manual', selector: { matchLabels: { tier: 'fast' } } });
  const volumes = [
    aVolume('a', { storageClassName: 'manual' }),
    aVolume('b', { storageClassName: 'manual' }, { labels: { tier: 'fast' } }),
  ];
  expect(volumeMisfits(choosy, volumes).map(({ why: reasons }) => reasons)).toEqual([
    ["does not match the claim's selector"],
    [],
  ]);
});

test('volumes of other classes are left out', () => {
  expect(volumeMisfits(claim, [aVolume('pv', { storageClassName: 'fast' }), aVolume('none', {})])).toEqual([]);
});
