import type { Observation } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { DanglingName } from '../../facts/bundle-references.ts';
import type { StatedReference } from '../../facts/references.ts';
import { fieldEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';
import { advise } from './remedies.ts';

/** `env DB_HOST of container web`, `volume tls`: where a pod spec names an object. */
export function useText({ via, holder = '', container }: StatedReference): string {
  const of = container && via !== 'volume' ? ` of container ${container.name}` : '';
  if (via === 'envFrom' || via === 'serviceAccount')
    return `${via === 'envFrom' ? 'envFrom' : 'serviceAccountName'}${of}`;
  return `${via} ${holder}${of}`.trim();
}

/** An object that a manifest names and that is not there: who needs it, why it is taken for missing, what follows. */
export function danglingObservation(
  dangling: DanglingName,
  subject: Subject,
  { use, effect }: { readonly use: string; readonly effect: string },
): Observation {
  const { kind, name, path, because, meant } = dangling;
  const near = meant ?? '';
  const inNamespace = `namespace ${subject.namespace}`;
  const reason =
    because === 'cluster'
      ? `Neither the input nor ${inNamespace} of the cluster has a ${kind} ${name}.${meant ? ` There is one called ${meant}.` : ''}`
      : `The input has no ${kind} ${name}, but one called ${near}, which nothing else here refers to under that name.`;
  return {
    path,
    detail: because,
    title: `${use} names ${kind} ${name}, which does not exist${meant ? ` (${meant} does)` : ''}`,
    explanation: `${reason} ${effect}`,
    evidence: [
      fieldEvidence('spec', path, name),
      fieldEvidence(
        'reference',
        `${kind}/${name}`,
        because === 'cluster' ? 'no such object' : `not in the input; ${near} is`,
      ),
    ],
    remedies: [
      ...(meant ? [advise(`Write ${meant}`, 'it is there')] : []),
      advise(`${meant ? 'Or create' : 'Create'} ${kind} ${name}`, 'before the pods are'),
    ],
    // A name that is nearly another one may still be meant: of an object that is in the cluster.
    ...(because === 'cluster' ? {} : ({ confidence: 'likely', severity: 'warning' } as const)),
  };
}

/** A ConfigMap or Secret that containers or volumes take their settings from. */
export function danglingSettings(
  dangling: DanglingName & { readonly reference: StatedReference },
  subject: Subject,
): Observation {
  const { via, container } = dangling.reference;
  const effect =
    via === 'volume'
      ? 'The volume cannot be mounted, so the pod stays in ContainerCreating.'
      : 'The kubelet does not start the container without it: CreateContainerConfigError.';
  return {
    ...danglingObservation(dangling, subject, { use: useText(dangling.reference), effect }),
    ...(container ? { container } : {}),
  };
}

/** A key that a ConfigMap or Secret of the input lacks. */
export function missingKeyTexts(
  { kind, name, key }: { readonly kind: string; readonly name: string; readonly key: string },
  keys: readonly string[],
  near: string | undefined,
): { readonly title: string; readonly has: string } {
  const shown = keys.slice(0, 8);
  const more = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '';
  return {
    title: `${kind} ${name} has no key ${key}${near ? ` (it has ${near})` : ''}`,
    has: `It has ${keys.length === 1 ? 'only the key' : 'the keys'} ${listOf(shown)}${more}.`,
  };
}
