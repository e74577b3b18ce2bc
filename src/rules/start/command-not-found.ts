import type { PodSpec } from '../../core/kubernetes.ts';
import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { mountedAt, programSource, programText, volumeText } from '../../facts/program.ts';
import { startFailures, type StartFailure } from '../../facts/start-failure.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changeContainer } from '../kit/remedies.ts';
import { commandEvidence, inspectEntrypoint, sourceText, startObservation, triesText } from '../kit/start.ts';

const shells = /^(?:.*\/)?(?:ba|da|a|z|k)?sh$/;

export const commandNotFound = defineRule({
  id: 'command-not-found',
  title: 'The program of the container is not in its image',
  topic: 'start',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'logs', 'owner'],

  *check(facts) {
    const { status, subject } = facts;
    const pod = podSpecOf(status);
    for (const failure of startFailures(facts)) {
      if (failure.kind !== 'not-found') continue;
      const { container, path } = failure;
      const program = programText(container, path);
      const image = container.spec.image ?? 'its image';
      const common = startObservation(failure);
      yield {
        ...common,
        detail: detailOf(failure),
        title: `${containerText(container)} cannot start: ${program} is not in image ${image}`,
        explanation: `${reasonText(failure, pod)}${triesText(failure)}`,
        evidence: [
          ...common.evidence,
          ...commandEvidence(container),
          fieldEvidence('spec', `${container.path}.image`, image),
        ],
        remedies: remedies(subject, failure, pod),
      };
    }
  },
});

/** A whole command line in one word; a shell; a file of a volume; an interpreter (the file is there and what should run it is not). */
function detailOf({ container, path, source }: StartFailure): string {
  const program = path ?? '';
  if (/\s/.test(program)) return 'one-word';
  if (shells.test(program)) return 'no-shell';
  if (source === 'log') return 'interpreter-missing';
  return programSource(container, path) === 'args' ? 'args-without-entrypoint' : 'missing';
}

function reasonText(failure: StartFailure, pod: PodSpec): string {
  const { container, path } = failure;
  const program = programText(container, path);
  const from = sourceText(container, path);
  const mounted = mountedAt(container, pod, program);
  switch (detailOf(failure)) {
    case 'one-word':
      return `The runtime looks for one program of the name "${program}", blanks included, because ${from} gives the whole line as one word.`;
    case 'no-shell':
      return `${capital(from)} calls the shell ${program}, and the image has none, as images without a distribution (distroless, scratch) do.`;
    case 'interpreter-missing':
      return (
        `The kernel could not execute ${program} (${failure.text}): either the file is not there, or what it needs to run is not: the interpreter of its #! line ` +
        '(Windows line ends make that one wrong, too) or the dynamic loader of another C library.'
      );
    case 'args-without-entrypoint':
      return `The image has no ENTRYPOINT and the spec no command, so the first of args, ${program}, is taken as the program, and it is not in the image.`;
    default:
      return mounted
        ? `${capital(from)} calls ${program}, which lies on ${volumeText(mounted.volume)} mounted at ${mounted.mount.mountPath}, and there is no such file.`
        : `${capital(from)} calls ${program}, and ${program.startsWith('/') ? 'the image has no such file' : 'no folder of the PATH of the image has it'}.`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function remedies(subject: Subject, failure: StartFailure, pod: PodSpec): Remedy[] {
  const { container, path } = failure;
  const program = programText(container, path);
  if (container.kind === 'ephemeral')
    return [
      advise(`Start another debug container from an image that has ${program}`, 'one that exists cannot be changed'),
    ];
  const field = programSource(container, path) === 'args' ? 'args' : 'command';
  const mounted = mountedAt(container, pod, program);
  switch (detailOf(failure)) {
    case 'one-word': {
      const rest = container.spec[field]?.slice(1) ?? [];
      return [
        changeContainer(subject, container, [field], [...program.trim().split(/\s+/), ...rest], {
          action: `Give each word of ${field} as an entry of its own`,
          why: 'the first entry is the program, the others are its arguments',
        }),
        inspectEntrypoint(container),
      ];
    }
    case 'no-shell':
      return [
        advise(
          `Call the program directly in ${field}, without ${program}`,
          'what the shell was to start is in the image; the shell is not',
        ),
        advise(
          'Or use a variant of the image that has a shell (a -debug tag, or one with a distribution)',
          'only that variant can run shell lines',
        ),
        inspectEntrypoint(container),
      ];
    case 'interpreter-missing':
      return [
        advise(
          `Check the #! line of ${program}, and save it with Unix line ends`,
          'the kernel reports a missing interpreter as if the file were missing',
        ),
        advise(
          'Build the program in an image with the same C library (or statically)',
          'a program built with glibc does not run on Alpine, which has musl',
        ),
        inspectEntrypoint(container),
      ];
    default:
      return [
        ...(programSource(container, path) === 'image'
          ? []
          : [
              changeContainer(subject, container, [field], null, {
                action: `Remove ${field}, so that the image's own program runs`,
                why: `${field} replaces what the image starts by itself`,
              }),
            ]),
        mounted
          ? advise(
              `Put ${program} into ${volumeText(mounted.volume)}, or correct the path`,
              `what ${mounted.mount.mountPath} had in the image is hidden by the volume`,
            )
          : advise(
              `Install ${program} in the image, or correct its name or path`,
              'the runtime finds only what the image holds',
            ),
        inspectEntrypoint(container),
      ];
  }
}
