import type { Pod } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { matchesTerm } from '../../facts/node-affinity.ts';
import { allocate, isDecidable, takenDevices } from '../devices/allocate.ts';
import { missingKinds, objectOf } from '../lookups.ts';
import type { FitIndex, NodeRecord } from '../node-index.ts';
import type { DeviceClass, DeviceRequest, ResourceClaim } from '../objects.ts';
import { unresolvable, type Incoming, type Plugin, type Prepared } from '../plugin.ts';

const name = 'DynamicResources';

/** Devices: where allocated claims can be used, and which nodes have devices for the others. */
export const dynamicResources: Plugin = {
  name,
  hold({ pod, record }, index) {
    if (!index.objects.resourceClaims) return undefined;
    for (const { name: own, claim: claimName, generated } of claimNames(pod)) {
      if (claimName === undefined) return `pod "${record.namespace}/${record.name}": ResourceClaim not created yet`;
      if (claimName === '') continue;
      const claim = objectOf(index, 'resourceClaims', claimName, record.namespace);
      if (!claim) return `resourceclaim.resource.k8s.io "${claimName}" not found`;
      if (claim.metadata?.deletionTimestamp) return `resourceclaim "${claimName}" is being deleted`;
      const controller = claim.metadata?.ownerReferences?.find(({ controller: is }) => is);
      if (generated && controller?.uid !== record.uid)
        return `ResourceClaim ${record.namespace}/${claimName} was not created for Pod ${record.namespace}/${record.name} (Pod is not owner), needed for ${own}`;
    }
    return undefined;
  },
  prepare(incoming, index) {
    if (!incoming.spec.resourceClaims?.length) return {};
    const unchecked = missingKinds(name, index, 'resourceClaims', 'resourceSlices', 'deviceClasses');
    if (unchecked.length > 0) return { unchecked };
    const held = dynamicResources.hold?.(incoming, index);
    return held === undefined ? prepareClaims(claimsOf(incoming, index), index) : { reject: unresolvable(held) };
  },
};

function prepareClaims(claims: readonly ResourceClaim[], index: FitIndex): Prepared {
  const open = claims.filter(({ status }) => !status?.allocation);
  if (claims.some(({ status }) => status?.allocation && (status.reservedFor ?? []).length >= 256))
    return { reject: unresolvable('resourceclaim in use') };
  const classes = new Map((index.objects.deviceClasses ?? []).map((one) => [nameOf(one), one]));
  const wrong = open.flatMap((claim) => requestTrouble(claim, classes)).at(0);
  if (wrong !== undefined) return { reject: unresolvable(wrong) };
  const slices = index.objects.resourceSlices ?? [];
  const taken = takenDevices(index.objects.resourceClaims ?? []);
  const world = { slices, classes, taken };
  const unsure = open.length > 0 && !isDecidable(open, world);
  const why = 'the devices cannot be told apart here: a selector or a shared device needs the real allocator';
  return {
    unchecked: unsure ? [{ plugin: name, what: 'devices', why }] : [],
    filter(node) {
      const bound = claims.find((claim) => !reaches(claim, node));
      if (bound) return unresolvable('resourceclaim not available on the node', `claim ${nameOf(bound)} is elsewhere`);
      if (open.length === 0 || unsure || allocate(open, node, world)) return undefined;
      const names = open.map(({ metadata }) => metadata?.name ?? '').join(', ');
      return unresolvable('cannot allocate all claims', `has too few free devices for ${names}`);
    },
  };
}

/** The claims of the pod that exist. */
export function claimsOf({ pod, record }: Incoming, index: FitIndex): ResourceClaim[] {
  return claimNames(pod).flatMap(({ claim }) => {
    const found = claim && objectOf(index, 'resourceClaims', claim, record.namespace);
    return found ? [found] : [];
  });
}

interface ClaimName {
  readonly name: string;
  /** undefined: not made yet; `` : none is needed. */
  readonly claim: string | undefined;
  readonly generated: boolean;
}

function claimNames({ spec, status }: Pod): ClaimName[] {
  return (spec?.resourceClaims ?? []).map(({ name: own, resourceClaimName }) => {
    if (resourceClaimName) return { name: own, claim: resourceClaimName, generated: false };
    const made = status?.resourceClaimStatuses?.find((one) => one.name === own);
    return { name: own, claim: made && (made.resourceClaimName ?? ''), generated: true };
  });
}

function requestTrouble({ spec, metadata }: ResourceClaim, classes: ReadonlyMap<string, DeviceClass>): string[] {
  return (spec?.devices?.requests ?? []).flatMap(({ name: request, exactly, firstAvailable = [] }) => {
    if (!exactly && firstAvailable.length === 0)
      return [`resource claim ${metadata?.name ?? ''}, request ${request}: unknown request type`];
    const ways: DeviceRequest[] = exactly ? [exactly] : firstAvailable;
    return ways
      .filter(({ deviceClassName = '' }) => !classes.has(deviceClassName))
      .map(
        (way) =>
          `request ${exactly ? request : `${request}/${way.name ?? ''}`}: device class ${way.deviceClassName ?? ''} does not exist`,
      );
  });
}

function reaches({ status }: ResourceClaim, { node }: NodeRecord): boolean {
  const where = status?.allocation?.nodeSelector;
  return !where || (where.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}
