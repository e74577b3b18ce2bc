import type { ClaimFacts, ContainerSpec, PodSpecFacts, StorageFacts } from '../../core/evidence.ts';
import type { Volume } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { onlyUser } from '../../facts/references.ts';

/** A volume of the pod as an event names it: by its own name, or by the PersistentVolume behind its claim. */
export interface NamedVolume {
  /** How sentences call it: `volume files`, `volume data (claim data-0)`. */
  readonly text: string;
  /** The same for headlines: `volume data`. */
  readonly short: string;
  /** The volume of the pod; missing where the name is that of a PersistentVolume whose claim is not known. */
  readonly volume?: Volume;
  /** Field path of the volume. */
  readonly path?: string;
  readonly claim?: ClaimFacts;
  /** Its only user. */
  readonly container?: ContainerSpec;
}

/** Finds the volume that an event means. A pod with a single claim can only mean that one by the name of a PersistentVolume. */
export function namedVolume(
  spec: PodSpecFacts,
  storage: StorageFacts | undefined,
  name: string | undefined,
): NamedVolume {
  const volumes = spec.spec.volumes ?? [];
  const claims = storage?.claims ?? [];
  const own = volumes.find((volume) => volume.name === name);
  const claimed = claims.find(({ claim }) => name !== undefined && valueOf(claim)?.spec?.volumeName === name);
  const claim = own ? claims.find(({ volume }) => volume === own.name) : (claimed ?? onlyClaim(claims, name));
  const volume = own ?? volumes.find((one) => one.name === claim?.volume);
  const container = volume ? onlyUser(spec.containers, volume.name) : undefined;
  return {
    text: textOf(name, volume, claim),
    short: volume ? `volume ${volume.name}` : name ? `volume ${name}` : 'a volume',
    ...(volume ? { volume, path: `${spec.path}.volumes[${volumes.indexOf(volume)}]` } : {}),
    ...(claim ? { claim } : {}),
    ...(container ? { container } : {}),
  };
}

function onlyClaim(claims: readonly ClaimFacts[], name: string | undefined): ClaimFacts | undefined {
  const [claim] = claims;
  const known = claim ? valueOf(claim.claim)?.spec?.volumeName : undefined;
  return claims.length === 1 && name !== undefined && known === undefined ? claim : undefined;
}

function textOf(name: string | undefined, volume: Volume | undefined, claim: ClaimFacts | undefined): string {
  if (claim && volume) {
    const behind = name && name !== volume.name ? `, PersistentVolume ${name}` : '';
    return `volume ${volume.name} (claim ${claim.claimName}${behind})`;
  }
  if (volume) return `volume ${volume.name}`;
  return name ? `volume ${name}` : 'its volumes';
}
