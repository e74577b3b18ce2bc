import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { referencedNames } from '../../facts/env-references.ts';
import { scriptIn } from '../../facts/shell-command.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** What people call variables; `$(date)` in a value is something else, meant for a shell. */
export const variableName = /^[A-Z_][A-Z0-9_]*$/;

/** Variables that command and args use and that nobody defines. */
export function* unknownInCommand(container: ContainerSpec, known: (name: string) => boolean): Generator<Observation> {
  const { command = [], args = [], env = [] } = container.spec;
  // In a script $(NAME) runs a program; the shell finds out.
  if (scriptIn([...command, ...args])) return;
  const seen = new Set<string>();
  for (const [field, words] of [
    ['command', command],
    ['args', args],
  ] as const) {
    for (const [index, word] of words.entries()) {
      for (const wanted of referencedNames(word)) {
        if (seen.has(wanted) || !variableName.test(wanted)) continue;
        if (known(wanted) || env.some(({ name }) => name === wanted)) continue;
        seen.add(wanted);
        const path = `${container.path}.${field}[${index}]`;
        yield {
          container,
          detail: 'never',
          title: `${field} of ${container.name} uses $(${wanted}), which is defined nowhere`,
          explanation: `The kubelet fills in variables of env and envFrom only, not those of the image. The program gets the text $(${wanted}) as it is written.`,
          evidence: [fieldEvidence('spec', path, `uses $(${wanted})`)],
          remedies: [
            advise(`Define ${wanted} in env of ${container.name}`, 'then the kubelet puts its value there'),
            advise(
              `Or start a shell that fills it in: sh -c with \${${wanted}}`,
              'a shell sees the variables of the image as well',
            ),
          ],
          path,
        };
      }
    }
  }
}
