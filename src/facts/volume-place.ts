import type { ClaimFacts } from '../core/evidence.ts';
import type { KubeNode, NodeSelectorTerm, PersistentVolume } from '../core/kubernetes.ts';
import { valueOf } from '../core/lookup.ts';
import { nameOf } from './metadata.ts';
import { matchesTerm, requirementText } from './node-affinity.ts';
import { selectedNode } from './claim-trouble.ts';
import { volumeMisfits } from './volume-match.ts';

/** Where the volume of a claim may be used, or made. */
export interface VolumePlace {
  readonly claim: ClaimFacts;
  /** `volume`: where the bound one lies; `free`: where one lies that would fit; `class`: where the class makes them; `selected-node`: promised to one node. */
  readonly from: 'volume' | 'free' | 'class' | 'selected-node';
  /** `volume data-1`, `StorageClass fast`. */
  readonly name: string;
  readonly volume?: string;
  /** `topology.kubernetes.io/zone=zone-a` */
  readonly text: string;
  readonly ref: string;
  /** Names of the nodes that are there. Empty where none is, or the nodes are not known. */
  readonly nodes: readonly string[];
}

const zoneKeys = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

/** Where a claim's volume can be used (VolumeBinding, VolumeZone); undefined where nothing limits it or too little is known. */
export function placeOf(
  claim: ClaimFacts,
  nodes: readonly KubeNode[],
  volumes: readonly PersistentVolume[] = [],
): VolumePlace | undefined {
  const volume = valueOf(claim.persistentVolume);
  if (volume) return ofVolume(claim, volume, nodes, 'volume');
  const object = valueOf(claim.claim);
  if (!object || object.spec?.volumeName) return undefined;
  const selected = selectedNode(object);
  if (selected) {
    const ref = 'metadata.annotations[volume.kubernetes.io/selected-node]';
    return { claim, from: 'selected-node', name: 'the volume', text: selected, ref, nodes: [selected] };
  }
  const [free] = volumeMisfits(object, volumes).filter((one) => one.free && one.why.length === 0);
  if (free) return ofVolume(claim, free.volume, nodes, 'free');
  const storageClass = valueOf(claim.storageClass);
  const topologies = storageClass?.allowedTopologies ?? [];
  const terms = topologies.map(({ matchLabelExpressions = [] }): NodeSelectorTerm => ({
    matchExpressions: matchLabelExpressions.map(({ key, values }) => ({ key, operator: 'In', values })),
  }));
  if (terms.length === 0) return undefined;
  const name = `StorageClass ${nameOf(storageClass)}`;
  return { claim, from: 'class', name, ref: `${name} allowedTopologies`, ...within(terms, nodes) };
}

function ofVolume(
  claim: ClaimFacts,
  volume: PersistentVolume,
  nodes: readonly KubeNode[],
  from: 'volume' | 'free',
): VolumePlace | undefined {
  const name = nameOf(volume);
  const base = { claim, from, name: `volume ${name}`, volume: name };
  const terms = volume.spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  if (terms.length > 0) return { ...base, ref: `${name} spec.nodeAffinity`, ...within(terms, nodes) };
  const zones = zoneKeys.flatMap((key) => {
    const value = volume.metadata?.labels?.[key];
    return value === undefined ? [] : [{ key, operator: 'In', values: value.split('__') }];
  });
  if (zones.length === 0) return undefined;
  return { ...base, ref: `${name} metadata.labels`, ...within([{ matchExpressions: zones }], nodes) };
}

function within(terms: readonly NodeSelectorTerm[], nodes: readonly KubeNode[]): { text: string; nodes: string[] } {
  const texts = terms.map(({ matchExpressions = [], matchFields = [] }) =>
    [...matchExpressions, ...matchFields].map(requirementText).join(' and '),
  );
  const matching = nodes.filter((node) => terms.some((term) => matchesTerm(term, node)));
  return { text: texts.join(', or '), nodes: matching.map(nameOf) };
}
