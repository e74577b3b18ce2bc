import type { PersistentVolume } from '../../core/kubernetes.ts';
import type { BundleFacts } from '../../core/manifest.ts';
import { defineForesight } from '../../core/rule.ts';
import { objectsOfKind } from '../../facts/bundle.ts';
import { danglingName } from '../../facts/bundle-references.ts';
import { askedClaims } from '../../facts/claim-templates.ts';
import { danglingObservation } from '../kit/dangling.ts';

export const storageClassMissing = defineForesight({
  of: {
    id: 'storage-class-missing',
    title: 'A claim of the pod names a StorageClass that does not exist',
    topic: 'scheduling',
    severity: 'critical',
    verdict: 'pending',
  },
  stage: 'pending',
  needs: ['workload', 'bundle'],
  mayUse: ['spec'],

  *check({ workload, bundle, spec, subject }) {
    for (const { what, path, spec: claim } of askedClaims(workload.object, spec?.path, spec?.spec.volumes ?? [])) {
      const name = claim.storageClassName;
      // An empty name asks for a volume without a class, and one that is named may be there for a class that exists in name only.
      if (!name || claim.volumeName) continue;
      const dangling = danglingName(bundle, 'StorageClass', undefined, { name, path: `${path}.storageClassName` });
      if (!dangling || hasVolumes(bundle, name)) continue;
      yield danglingObservation(dangling, subject, {
        use: `storageClassName of ${what}`,
        effect: 'No volume is made for the claim, so pods that mount it stay pending.',
      });
    }
  },
});

/** Volumes made by hand may carry a class that exists in name only. */
function hasVolumes(bundle: BundleFacts, name: string): boolean {
  const volumes: readonly PersistentVolume[] = objectsOfKind(bundle, 'PersistentVolume');
  return volumes.some(({ spec }) => spec?.storageClassName === name);
}
