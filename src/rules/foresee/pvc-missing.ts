import { defineForesight } from '../../core/rule.ts';
import { danglingName } from '../../facts/bundle-references.ts';
import { madeClaims } from '../../facts/claim-templates.ts';
import { danglingObservation } from '../kit/dangling.ts';

export const pvcMissing = defineForesight({
  of: {
    id: 'pvc-missing',
    title: 'A PersistentVolumeClaim of the pod does not exist',
    topic: 'scheduling',
    severity: 'critical',
    verdict: 'pending',
  },
  stage: 'pending',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const claims = (spec.spec.volumes ?? []).flatMap(({ name: volume, persistentVolumeClaim }, index) =>
      persistentVolumeClaim?.claimName
        ? [
            {
              volume,
              name: persistentVolumeClaim.claimName,
              path: `${spec.path}.volumes[${index}].persistentVolumeClaim.claimName`,
            },
          ]
        : [],
    );
    const names = claims.map(({ name }) => name);
    for (const { volume, name, path } of claims) {
      if (madeClaims(bundle, workload.namespace).some((pattern) => pattern.test(name))) continue;
      const dangling = danglingName(bundle, 'PersistentVolumeClaim', workload.namespace, { name, path }, names);
      if (!dangling) continue;
      yield danglingObservation(dangling, subject, {
        use: `volume ${volume}`,
        effect: 'No node is chosen for a pod whose claim is missing: it stays pending.',
      });
    }
  },
});
