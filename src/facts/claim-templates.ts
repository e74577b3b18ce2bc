import type { PersistentVolumeClaimSpec, Workload } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { objectsOfKind } from './bundle.ts';
import { nameOf } from './metadata.ts';

/** The names that the claims of StatefulSets of the input get: `data-db-0` for template `data` of StatefulSet `db`. */
export function madeClaims(bundle: BundleFacts, namespace: string): RegExp[] {
  const sets: readonly Workload[] = objectsOfKind(bundle, 'StatefulSet', namespace);
  return sets.flatMap((set) =>
    (set.spec?.volumeClaimTemplates ?? []).map(
      (template) => new RegExp(`^${plain(nameOf(template))}-${plain(nameOf(set))}-\\d+$`),
    ),
  );
}

function plain(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A claim that an object asks for, with the place where it does. */
export interface AskedClaim {
  /** `volumeClaimTemplate data`, `volume cache`, `the claim`. */
  readonly what: string;
  readonly path: string;
  readonly spec: PersistentVolumeClaimSpec;
}

/** The claims that a manifest makes: as itself, by the templates of a StatefulSet, by ephemeral volumes of its pods. */
export function askedClaims(
  object: Workload,
  podSpecPath: string | undefined,
  volumes: readonly unknown[],
): AskedClaim[] {
  if (object.kind === 'PersistentVolumeClaim') {
    return [{ what: 'the claim', path: 'spec', spec: (object.spec ?? {}) as PersistentVolumeClaimSpec }];
  }
  const templates = (object.spec?.volumeClaimTemplates ?? []).map(({ metadata, spec = {} }, index) => ({
    what: `volumeClaimTemplate ${metadata?.name ?? index}`,
    path: `spec.volumeClaimTemplates[${index}].spec`,
    spec,
  }));
  const ephemeral = (
    volumes as readonly { name?: string; ephemeral?: { volumeClaimTemplate?: { spec?: PersistentVolumeClaimSpec } } }[]
  ).flatMap(({ name, ephemeral: source }, index) => {
    const spec = source?.volumeClaimTemplate?.spec;
    return spec
      ? [
          {
            what: `volume ${name ?? index}`,
            path: `${podSpecPath ?? ''}.volumes[${index}].ephemeral.volumeClaimTemplate.spec`,
            spec,
          },
        ]
      : [];
  });
  return [...templates, ...ephemeral];
}
