import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { envSources, type EnvSource } from '../../facts/env-references.ts';
import { listText } from '../kit/containers.ts';
import { duplicateVariables } from '../kit/duplicate-variable.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const envShadowed = defineRule({
  id: 'env-shadowed',
  title: 'A variable is set twice, and one of the values has no effect',
  topic: 'configuration',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    for (const container of spec.containers) {
      yield* duplicateVariables(container);
      yield* overSources(container, envSources(container.spec, bundle, subject.namespace));
    }
  },
});

function* overSources(container: ContainerSpec, sources: readonly EnvSource[]): Generator<Observation> {
  const env = container.spec.env ?? [];
  for (const source of sources) {
    const text = `${source.kind} ${source.name}`;
    const own = (source.names ?? []).filter((key) => env.some(({ name }) => name === key));
    for (const later of sources.filter(({ index }) => index > source.index)) {
      const both = (source.names ?? []).filter((key) => later.names?.includes(key) && !own.includes(key));
      if (both.length > 0)
        yield covered(container, source, text, both, `${later.kind} ${later.name}, which comes later in envFrom,`);
    }
    if (own.length > 0) yield covered(container, source, text, own, 'env');
  }
}

/** How many names a sentence bears. */
const most = 5;

function covered(
  container: ContainerSpec,
  { index }: EnvSource,
  text: string,
  names: readonly string[],
  by: string,
): Observation {
  const list =
    names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : listText(names);
  const path = `${container.path}.envFrom[${index}]`;
  return {
    container,
    detail: by === 'env' ? 'env-over-envFrom' : 'envFrom-over-envFrom',
    severity: 'advice',
    stage: 'advice',
    title: `${list} of ${text} ${names.length === 1 ? 'has' : 'have'} no effect in ${container.name}`,
    explanation: `${by === 'env' ? 'env' : by} sets ${names.length === 1 ? 'it' : 'them'} as well and wins. That is how one value is replaced on purpose; a change of ${text} does not reach ${container.name} there.`,
    evidence: [fieldEvidence('spec', path, `${text}: ${list}`)],
    remedies: [
      advise(
        `Keep ${names.length === 1 ? 'it' : 'each'} in one place, unless it is meant to be replaced`,
        'the next person changes the wrong one',
      ),
    ],
    path,
  };
}
