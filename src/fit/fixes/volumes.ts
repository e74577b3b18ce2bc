import { pointer } from '../edits.ts';
import { objectOf } from '../lookups.ts';
import { csiVolumesOf, nodeVolumeLimits } from '../plugins/node-volume-limits.ts';
import { claimsInUse, disksCollide, usesClaim, volumeRestrictions } from '../plugins/volume-restrictions.ts';
import type { Fix, Fixer } from './fix.ts';
import { movingAll, movingSome } from './moving.ts';

/** The other pods that use a disk or a claim that cannot be shared. */
export const sharedVolumes: Fixer = (obstacle) => {
  const { incoming, node, index } = obstacle;
  const { namespace, disks } = incoming.record;
  const claims = claimsInUse(incoming, index);
  const users = index.nodes.flatMap(({ pods }) =>
    claims.length === 0 ? [] : pods.filter((pod) => claims.some((claim) => usesClaim(pod, namespace, claim))),
  );
  const holders = node.pods.filter((pod) => pod.disks.some((held) => disks.some((disk) => disksCollide(disk, held))));
  return optional(movingAll(volumeRestrictions, obstacle, [...new Set([...holders, ...users])]));
};

/** Pods whose volumes take the slots of the node. */
export const volumeSlots: Fixer = (obstacle) => {
  const { node, index } = obstacle;
  return optional(
    movingSome(
      nodeVolumeLimits,
      obstacle,
      node.pods.filter((pod) => csiVolumesOf(pod, index).size > 0),
    ),
  );
};

const selectedNode = 'volume.kubernetes.io/selected-node';

/** A claim that is being made for another node can be freed; volumes that exist are where they are. */
export const selectedElsewhere: Fixer = ({ incoming, node, index }) => {
  const { namespace, claims, ephemeral } = incoming.record;
  const stuck = [...claims, ...ephemeral].filter((name) => {
    const claim = objectOf(index, 'claims', name, namespace);
    const chosen = claim?.metadata?.annotations?.[selectedNode];
    return chosen !== undefined && chosen !== node.name && !claim?.spec?.volumeName;
  });
  if (stuck.length === 0) return [];
  return [
    stuck.map((name) => ({
      plugin: 'VolumeBinding',
      side: 'storage' as const,
      action: `remove the annotation ${selectedNode} of claim ${name}`,
      why: 'its volume is being made for another node',
      size: 3,
      edits: [
        {
          target: { kind: 'PersistentVolumeClaim' as const, namespace, name },
          op: 'remove' as const,
          path: pointer('metadata', 'annotations', selectedNode),
        },
      ],
    })),
  ];
};

function optional(fix: Fix | undefined): readonly Fix[] {
  return fix ? [fix] : [];
}
