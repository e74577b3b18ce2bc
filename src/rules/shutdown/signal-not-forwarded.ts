import { defineRule } from '../../core/rule.ts';
import { lostSignalOf, type LostSignal } from '../../facts/signal.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers, worksToEnd } from '../kit/manifest.ts';
import { advise, changeContainer } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

export const signalNotForwarded = defineRule({
  id: 'signal-not-forwarded',
  title: 'A shell keeps SIGTERM from the program',
  topic: 'shutdown',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'shutdown',
  needs: ['spec'],

  *check({ spec, subject }) {
    // Without process 1 of its own, and for work that ends by itself, a stop is another matter.
    if (spec.spec.shareProcessNamespace || worksToEnd(spec, subject)) return;
    const grace = spec.spec.terminationGracePeriodSeconds ?? 30;
    for (const container of stayingContainers(spec)) {
      const lost = lostSignalOf(container);
      if (!lost) continue;
      const { how, mended, path, shell, program } = lost;
      const command = container.spec.command ?? [];
      const short = shortened(program, 50);
      yield {
        container,
        detail: how,
        path,
        // Newer shells let the last command take their place.
        ...(how === 'last'
          ? { severity: 'advice' as const, confidence: 'possible' as const }
          : { confidence: 'likely' as const }),
        title:
          how === 'last'
            ? `${shell} may keep SIGTERM from ${short} in ${containerText(container)}`
            : `${shell} keeps SIGTERM from ${short} in ${containerText(container)}`,
        explanation: `${reason[how](shell, short)} Then ${short} does not hear of the stop, and is killed with everything it was doing when the ${grace} s are over.`,
        evidence: [fieldEvidence('spec', path, shortened([...command, ...(container.spec.args ?? [])].join(' '), 160))],
        remedies:
          mended === undefined
            ? [
                advise(
                  how === 'pipeline' || how === 'followed' || how === 'block'
                    ? `Make ${short} the last command of the script, with \`exec\` in front of it`
                    : `Start ${short} with \`exec\`, or \`trap\` TERM in the script and hand it on`,
                  'the program then takes the place of the shell and gets the signal itself',
                ),
              ]
            : [
                changeContainer(subject, container, fieldOf(path), patched(container.spec, path, mended), {
                  action: `Put \`exec\` in front of ${short}`,
                  why: 'it then takes the place of the shell and gets SIGTERM itself, whatever shell the image has',
                }),
              ],
        ...(mended === undefined
          ? {}
          : {
              fix: {
                description: `put exec in front of ${short}`,
                edits: [{ kind: 'set' as const, path, value: mended }],
              },
            }),
      };
    }
  },
});

const reason: Readonly<Record<LostSignal['how'], (shell: string, program: string) => string>> = {
  pipeline: (shell, program) =>
    `${shell} is process 1 and stays it while the pipeline with ${program} runs; as process 1 it ignores SIGTERM.`,
  followed: (shell, program) =>
    `${shell} is process 1 and waits for ${program}, because more commands follow it; as process 1 it ignores SIGTERM and hands it to nobody.`,
  background: (shell, program) =>
    `${shell} is process 1 and runs ${program} in the background; as process 1 it ignores SIGTERM and hands it to nobody.`,
  block: (shell, program) =>
    `${shell} is process 1 and runs ${program} inside a loop or a condition; as process 1 it ignores SIGTERM and hands it to nobody.`,
  last: (shell, program) =>
    `${shell} is process 1 and starts ${program} without \`exec\`. Newer shells give their place to the last command by themselves; dash before 0.5.11 and, where more commands stand ` +
    'in front of it, bash before 5.1 stay process 1 and hand SIGTERM to nobody.',
};

/** `command` or `args`: the list that holds the script. */
function fieldOf(path: string): string[] {
  return [/\.(command|args)\[\d+\]$/.exec(path)?.[1] ?? 'command'];
}

function patched(spec: { command?: string[]; args?: string[] }, path: string, script: string): string[] {
  const [, list, index] = /\.(command|args)\[(\d+)\]$/.exec(path) ?? [];
  const words = (list === 'args' ? spec.args : spec.command) ?? [];
  return words.map((word, at) => (at === Number(index) ? script : word));
}
