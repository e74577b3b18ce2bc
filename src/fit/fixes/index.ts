import { nodeAffinity } from './affinity.ts';
import type { Fixer } from './fix.ts';
import { podAffinity, spread } from './neighbours.ts';
import { dropNodeName, hostPorts, taints, uncordon } from './plain.ts';
import { resources } from './resources.ts';
import { selectedElsewhere, sharedVolumes, volumeSlots } from './volumes.ts';

/** Ways out by plugin. Where a volume is, and which devices a node has, no edit changes. */
export const fixers: Readonly<Record<string, Fixer>> = {
  NodeUnschedulable: uncordon,
  NodeName: dropNodeName,
  TaintToleration: taints,
  NodeAffinity: nodeAffinity,
  NodePorts: hostPorts,
  NodeResourcesFit: resources,
  VolumeRestrictions: sharedVolumes,
  NodeVolumeLimits: volumeSlots,
  VolumeBinding: selectedElsewhere,
  PodTopologySpread: spread,
  InterPodAffinity: podAffinity,
};
