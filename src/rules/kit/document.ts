import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { DocumentFacts, DocumentProblem } from '../../core/manifest.ts';
import { fieldEvidence } from './evidence.ts';

/** What a rule about the document itself reads. */
export interface DocumentEvidence {
  readonly document: DocumentFacts;
  readonly spec?: PodSpecFacts;
}

/** The problems of one rule, which the decoder and the validation found already, as what the rule says. */
export function* problemsOf(id: string, { document, spec }: DocumentEvidence): Generator<Observation> {
  for (const problem of document.problems) {
    if (problem.rule === id) yield observationOf(problem, containerAt(spec, problem.place ?? problem.path));
  }
}

function observationOf(problem: DocumentProblem, container: ContainerSpec | undefined): Observation {
  const { path, title, explanation, stage, range, atKey, fix } = problem;
  return {
    ...(container ? { container } : {}),
    path,
    title,
    explanation,
    stage,
    evidence: [fieldEvidence('spec', path, title)],
    remedies: [],
    ...(stage === 'advice' ? { severity: 'advice' as const } : {}),
    ...(range ? { range } : {}),
    ...(atKey ? { atKey } : {}),
    ...(fix ? { fix } : {}),
  };
}

/** The container that a field belongs to. */
function containerAt(spec: PodSpecFacts | undefined, path: string): ContainerSpec | undefined {
  return spec?.containers.find((container) => path === container.path || path.startsWith(`${container.path}.`));
}
