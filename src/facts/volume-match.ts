import type { PersistentVolume, PersistentVolumeClaim } from '../core/kubernetes.ts';
import { nameOf, namespaceOf } from './metadata.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';
import { matchesSelector } from './selectors.ts';

/** A PersistentVolume that a claim does not get, and why. */
export interface VolumeMisfit {
  readonly volume: PersistentVolume;
  readonly name: string;
  /** Nobody has it: only its properties are in the way. */
  readonly free: boolean;
  /** Clauses behind the volume's name: `offers 8Gi, 20Gi are asked`. Empty where it should fit. */
  readonly why: readonly string[];
}

/**
 * The volumes of the claim's class with what keeps each from serving it (component-helpers/storage/volume/pv_helpers.go): size, access
 * modes, volume mode, the claim's selector, another claim. Volumes of other classes are left out, unless the claim has none.
 */
export function volumeMisfits(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[]): VolumeMisfit[] {
  const className = claim.spec?.storageClassName ?? '';
  return volumes
    .filter((volume) => (volume.spec?.storageClassName ?? '') === className)
    .map((volume) => {
      const taken = takenBy(volume, claim);
      return {
        volume,
        name: nameOf(volume),
        free: taken === undefined,
        why: [...(taken === undefined ? [] : [taken]), ...unfit(volume, claim)],
      };
    });
}

function takenBy({ spec, status }: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  const holder = spec?.claimRef;
  if (status?.phase === 'Released')
    return `still belongs to the deleted claim ${holder?.namespace ?? ''}/${holder?.name ?? ''}`;
  const own = holder?.name === claim.metadata?.name && holder?.namespace === namespaceOf(claim);
  return holder?.name && !own ? `belongs to claim ${holder.namespace ?? ''}/${holder.name}` : undefined;
}

/** What keeps a volume's properties from serving a claim, as clauses; who has it is not asked. */
export function unfit(
  { spec = {}, metadata }: PersistentVolume,
  { spec: wanted = {} }: PersistentVolumeClaim,
): string[] {
  const why: string[] = [];
  const offered = parseQuantity(spec.capacity?.['storage']) ?? 0n;
  const asked = parseQuantity(wanted.resources?.requests?.['storage']) ?? 0n;
  const show = (value: bigint): string => formatQuantity(value, 'storage');
  if (offered < asked) why.push(`offers ${show(offered)}, ${show(asked)} is asked`);
  const lacking = (wanted.accessModes ?? []).filter((mode) => !(spec.accessModes ?? []).includes(mode));
  if (lacking.length > 0)
    why.push(`offers ${(spec.accessModes ?? []).join(', ') || 'no access mode'}, ${lacking.join(', ')} is asked`);
  const [mode, wantedMode] = [spec.volumeMode ?? 'Filesystem', wanted.volumeMode ?? 'Filesystem'];
  if (mode !== wantedMode) why.push(`is of volumeMode ${mode}, ${wantedMode} is asked`);
  if (wanted.selector && !matchesSelector(wanted.selector, metadata?.labels ?? {}))
    why.push("does not match the claim's selector");
  return why;
}
