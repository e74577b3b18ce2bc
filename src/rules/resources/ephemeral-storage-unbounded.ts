import { defineRule } from '../../core/rule.ts';
import { effectiveLimit, limitRangesIn } from '../../facts/effective-resources.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { ownContainers, resourcesEvidence, resourcesPath } from '../kit/resource-words.ts';

export const ephemeralStorageUnbounded = defineRule({
  id: 'ephemeral-storage-unbounded',
  title: 'A container may fill the disk of its node',
  topic: 'resources',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  offByDefault: true,
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    const ranges = limitRangesIn(bundle, subject.namespace);
    const scratch = (spec.spec.volumes ?? []).filter(
      ({ emptyDir }) => emptyDir && emptyDir.medium !== 'Memory' && emptyDir.sizeLimit === undefined,
    );
    for (const container of ownContainers(spec)) {
      const { name } = container;
      if (effectiveLimit(container.spec, 'ephemeral-storage', spec.spec, ranges) !== undefined) continue;
      const mounted = scratch.filter((volume) => container.spec.volumeMounts?.some((one) => one.name === volume.name));
      // With a read-only root and no scratch volume there is only the log, which the node rotates.
      if (container.spec.securityContext?.readOnlyRootFilesystem === true && mounted.length === 0) continue;
      const volumes = mounted.map((volume) => volume.name).join(', ');
      yield {
        container,
        title: `${name} has no ephemeral-storage limit`,
        explanation:
          `What ${name} writes to its own files${volumes ? `, to emptyDir ${volumes}` : ''} and to its log lands on the node's disk. Nothing stops it before the disk is nearly full, ` +
          'and then the node evicts pods, those above their request (which is none) first.',
        evidence: [
          resourcesEvidence(container),
          ...mounted.map((volume) => fieldEvidence('spec', `volume ${volume.name}`, 'emptyDir without sizeLimit')),
        ],
        remedies: [
          advise(
            `Give ${name} a request and a limit for ephemeral-storage${volumes ? `, and a sizeLimit to ${volumes}` : ''}`,
            'the pod that writes too much is then the one that is evicted',
          ),
        ],
        path: resourcesPath(container, 'limits'),
      };
    }
  },
});
