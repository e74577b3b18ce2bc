import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { envSources, isServiceVariable, kustomizeVariables, referencedNames } from '../../facts/env-references.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';
import { unknownInCommand, variableName } from '../kit/unknown-variable.ts';

export const envOrder = defineRule({
  id: 'env-order',
  title: 'A variable is used before it is defined, or never is',
  topic: 'configuration',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    const built = kustomizeVariables(bundle, subject.namespace);
    for (const container of spec.containers) {
      const sources = envSources(container.spec, bundle, subject.namespace);
      const given = new Set([...built, ...sources.flatMap(({ names = [] }) => names)]);
      const closed = sources.every(({ names }) => names !== undefined);
      const known = (name: string): boolean => given.has(name) || isServiceVariable(name);
      yield* inVariables(container, known, closed);
      if (closed) yield* unknownInCommand(container, known);
    }
  },
});

function* inVariables(
  container: ContainerSpec,
  known: (name: string) => boolean,
  closed: boolean,
): Generator<Observation> {
  const env = container.spec.env ?? [];
  for (const [index, { name, value = '' }] of env.entries()) {
    if (!name || value.includes('\n')) continue;
    for (const wanted of referencedNames(value)) {
      if (known(wanted) || env.slice(0, index).some((one) => one.name === wanted)) continue;
      const later = env.findIndex((one, at) => at > index && one.name === wanted);
      if (later < 0 && !(closed && variableName.test(wanted))) continue;
      const kind = later >= 0 ? 'too-early' : wanted === name ? 'itself' : 'never';
      const path = `${container.path}.env[${index}].name`;
      yield {
        container,
        detail: kind,
        title: `${name} of ${container.name} uses $(${wanted}), ${titles[kind]}`,
        explanation: `The kubelet fills in only variables that stand before, in env or envFrom${kind === 'itself' ? '; what the image itself sets does not count' : ''}. ${name} therefore contains the text $(${wanted}) as it is written.`,
        evidence: [
          fieldEvidence('spec', path, `uses $(${wanted})`),
          later >= 0
            ? fieldEvidence(
                'spec',
                `${container.path}.env[${later}].name`,
                `${wanted} is defined here, ${later - index} below`,
              )
            : fieldEvidence('spec', `${container.path}.env`, `${wanted} is not defined before`),
        ],
        remedies: [remedyFor(kind, name, wanted)],
        path,
        ...(later >= 0 && !closed ? { confidence: 'likely' as const } : {}),
      };
    }
  }
}

const titles = {
  'too-early': 'which is defined only below it',
  itself: 'which is what it defines',
  never: 'which is defined nowhere',
} as const;

function remedyFor(kind: keyof typeof titles, name: string, wanted: string): ReturnType<typeof advise> {
  if (kind === 'too-early') return advise(`Move ${wanted} above ${name}`, 'variables are filled in from top to bottom');
  if (kind === 'itself')
    return advise(`Write the whole value of ${name}`, 'values from the image are not known to the kubelet');
  return advise(
    `Define ${wanted} before ${name}, or write $$(${wanted}) if the text itself is meant`,
    'two dollar signs keep the kubelet from looking for a variable',
  );
}
