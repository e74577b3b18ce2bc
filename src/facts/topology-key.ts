import { editDistance } from './similar.ts';

/** Labels that every node, or every node of a cloud, carries. */
const known = [
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
];

const meant: readonly [RegExp, string][] = [
  [/^(?:topology|node)\.kubernetes\.io\/(?:host|hosts|host-?name|nodes?|node-?name)$/i, 'kubernetes.io/hostname'],
  [/^kubernetes\.io\/(?:host|hosts|nodes?|node-?name|host-name)$/i, 'kubernetes.io/hostname'],
  [/^(?:(?:topology|node)\.)?kubernetes\.io\/(?:zones?|az|availability-?zone)$/i, 'topology.kubernetes.io/zone'],
  [/^(?:(?:topology|node)\.)?kubernetes\.io\/regions?$/i, 'topology.kubernetes.io/region'],
  [/^failure-domain\.beta\.kubernetes\.io\/zone$/, 'topology.kubernetes.io/zone'],
  [/^failure-domain\.beta\.kubernetes\.io\/region$/, 'topology.kubernetes.io/region'],
];

/** The label of nodes that a topology key most likely means, where it is none itself; undefined for known labels and for one's own. */
export function meantTopologyKey(key: string): string | undefined {
  if (known.includes(key)) return undefined;
  const named = meant.find(([pattern]) => pattern.test(key))?.[1];
  if (named !== undefined) return named;
  return key.includes('kubernetes.io/') ? known.find((one) => editDistance(one, key) <= 2) : undefined;
}
