import type { ContainerSpec } from '../../core/evidence.ts';
import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import { formatImageReference, parseImageReference } from '../../facts/image-reference.ts';
import { programSource } from '../../facts/program.ts';
import type { StartFailure } from '../../facts/start-failure.ts';
import { eventEvidence, fieldEvidence, terminationEvidence, waitingEvidence } from './evidence.ts';
import { advise, look } from './remedies.ts';

/** What a finding about a failing start rests on: where the error was read. */
export function startEvidence({ container, source, termination, event, text }: StartFailure): EvidenceItem[] {
  switch (source) {
    case 'waiting':
      return [waitingEvidence(container)];
    case 'event':
      return [
        ...(container.waiting?.reason ? [waitingEvidence(container)] : []),
        ...(event ? [eventEvidence(event)] : []),
      ];
    case 'log':
      return [
        ...(termination ? [terminationEvidence(container, termination)] : []),
        { source: 'log', ref: container.name, text },
      ];
    case 'terminated': {
      if (!termination) return [];
      const item = terminationEvidence(container, termination);
      return [{ ...item, text: `${item.text}: ${text}` }];
    }
  }
}

/** What every finding about a failing start has in common. A debug container's trouble harms nobody else. */
export function startObservation(
  failure: StartFailure,
): Pick<Observation, 'container' | 'evidence' | 'confidence' | 'severity' | 'verdict'> {
  const { container, confidence } = failure;
  return {
    container: { name: container.name, kind: container.kind },
    confidence,
    evidence: startEvidence(failure),
    ...(container.kind === 'ephemeral' ? { severity: 'warning', verdict: 'degraded' } : {}),
  };
}

/** ` It was tried 5 times so far.`; empty for a first try. */
export function triesText({ attempts }: StartFailure): string {
  return attempts === undefined ? '' : ` It was tried ${attempts} times so far.`;
}

/** The command and args of the spec, as far as there are any. */
export function commandEvidence({ spec, path }: ContainerSpec): EvidenceItem[] {
  return (['command', 'args'] as const).flatMap((field) => {
    const words = spec[field];
    return words?.length ? [fieldEvidence('spec', `${path}.${field}`, JSON.stringify(words))] : [];
  });
}

/** `command of the spec`, `the ENTRYPOINT of its image`: what names the program, for the beginning or the middle of a sentence. */
export function sourceText(container: ContainerSpec, program: string | undefined, begins = false): string {
  const source = programSource(container, program);
  const text = source === 'image' ? 'the image of the container' : `the ${source} of the container`;
  return begins ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** See what the image itself would start. */
export function inspectEntrypoint({ spec }: ContainerSpec): Remedy {
  const { image } = spec;
  const why = 'shows its ENTRYPOINT and CMD';
  if (image === undefined) return advise('See what the image starts by itself (docker image inspect)', why);
  return look('See what the image starts by itself', why, [
    'skopeo',
    'inspect',
    '--config',
    `docker://${fullName(image)}`,
  ]);
}

function fullName(image: string): string {
  const reference = parseImageReference(image);
  return reference ? formatImageReference(reference) : image;
}
