import { expect, test } from '@jest/globals';
import { absent, found, unasked } from '../../../src/core/lookup.ts';
import { classEvidence, unboundRemedies, unboundText } from '../../../src/rules/kit/unbound.ts';

const object = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
const stuck = {
  kind: 'no-class' as const,
  claim: {
    volume: 'data',
    claimName: 'data',
    path: 'spec.volumes[0].persistentVolumeClaim',
    claim: found(object),
    storageClass: unasked,
    persistentVolume: absent,
    events: [],
    similar: [],
  },
  object,
  misfits: [],
};
const subject = {
  target: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
  namespace: 'shop',
  pod: 'web-1',
  workload: { kind: 'Pod', name: 'web-1' },
  templatePath: 'spec',
};

test('a cluster without any StorageClass', () => {
  expect(classEvidence(stuck, []).map(({ text }) => text)).toEqual(['there are none']);
  expect(unboundText(stuck, [])).toContain(
    'as it has no default StorageClass, so nothing makes a volume for it (1Gi ReadWriteOnce).',
  );
  expect(unboundRemedies(subject, stuck, [])[0]?.action).toBe(
    'Name a StorageClass with a provisioner in the claim, or mark a StorageClass as the default',
  );
});
