import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { EnvVar } from '../../core/kubernetes.ts';
import { referencedNames } from '../../facts/env-references.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** Variables that stand twice in the env of a container. Those that are built up in steps, or used in between, are meant to. */
export function* duplicateVariables(container: ContainerSpec): Generator<Observation> {
  const env = container.spec.env ?? [];
  for (const [index, first] of env.entries()) {
    const { name } = first;
    const later = env.findIndex((one, at) => at > index && one.name === name);
    const second = env[later];
    if (!name || !second) continue;
    // `A`, then another `A` made of $(A), or something else made of the first, is a chain.
    if (env.slice(index + 1, later + 1).some(({ value = '' }) => referencedNames(value).includes(name))) continue;
    yield duplicate(container, name, index, later, sameValue(first, second));
  }
}

function duplicate(container: ContainerSpec, name: string, index: number, later: number, same: boolean): Observation {
  const path = `${container.path}.env[${index}]`;
  const again = `${name} again, ${same ? 'with the same value' : 'with another value'}`;
  const common: Observation = {
    container,
    detail: same ? 'same-value' : 'other-value',
    title: `${name} is set twice in ${container.name}; the first has no effect`,
    explanation: same
      ? 'Both say the same, so nothing changes yet; but kubectl apply merges env by name and may drop one of them.'
      : 'The last one counts, and the two differ. kubectl apply merges env by name, so that after some later change the first may be the one that is left.',
    evidence: [
      fieldEvidence('spec', `${path}.name`, name),
      fieldEvidence('spec', `${container.path}.env[${later}].name`, again),
    ],
    remedies: [
      advise(`Remove the first ${name}, or the one that is not meant`, 'then every reader sees the value that counts'),
    ],
    path: `${path}.name`,
  };
  if (!same) return common;
  const fix = {
    description: `Remove the first ${name}, which says the same`,
    edits: [{ kind: 'remove' as const, path }],
  };
  return { ...common, severity: 'advice', stage: 'advice', fix };
}

function sameValue(a: EnvVar, b: EnvVar): boolean {
  return a.valueFrom === undefined && b.valueFrom === undefined && a.value !== undefined && a.value === b.value;
}
