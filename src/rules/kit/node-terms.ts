import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { NodeSelectorTerm } from '../../core/kubernetes.ts';
import { requiredNodeTerms, requirementText } from '../../facts/node-affinity.ts';
import { contradictionIn, type Contradiction, type PlacedRequirement } from '../../facts/requirement-sets.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** Two requirements on a node that exclude each other; `dead` says what that means where only one of several terms is lost. */
export function excluding({ one, other }: Contradiction, so: string, dead?: string): Observation {
  const [a, b] = [requirementText(one.requirement), requirementText(other.requirement)];
  return {
    detail: dead === undefined ? 'excluding' : 'dead-term',
    title: `${a} and ${b} exclude each other`,
    explanation: `Both have to hold for the same node. ${dead ?? so}`,
    evidence: [fieldEvidence('spec', plain(one.path), a), fieldEvidence('spec', plain(other.path), b)],
    remedies: [
      advise(
        `Remove ${a} or ${b}, or put them into terms of their own`,
        'nodeSelectorTerms are alternatives; what stands within one, and nodeSelector, holds together',
      ),
    ],
    path: other.path,
    ...(dead === undefined ? {} : { severity: 'advice' as const, stage: 'advice' as const }),
  };
}

function plain(path: string): string {
  return path.replace(/\["([^"]+)"\]/g, '[$1]');
}

/** Terms of the required node affinity that match no node. They are alternatives: the pod is lost only where none is left. */
export function* deadTerms(
  spec: PodSpecFacts,
  selector: readonly PlacedRequirement[],
  so: string,
): Generator<Observation> {
  const terms = requiredNodeTerms(spec.spec) ?? [];
  const base = `${spec.path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
  const found = terms.map((term, index) => ({
    index,
    empty: (term.matchExpressions ?? []).length + (term.matchFields ?? []).length === 0,
    contradiction: termContradiction(term, `${base}[${index}]`, selector),
  }));
  const dead = found.filter(({ empty, contradiction }) => empty || contradiction);
  const all = dead.length === terms.length;
  for (const { index, empty, contradiction } of dead) {
    const rest = `This term never matches; ${terms.length - dead.length === 1 ? 'the other one decides' : 'the others decide'}.`;
    if (contradiction) yield excluding(contradiction, so, all ? undefined : rest);
    else if (empty) {
      yield {
        detail: 'empty-term',
        title: `term ${index + 1} of the node affinity is empty and matches no node`,
        explanation: `An empty term matches nothing, unlike an empty label selector. ${all ? so : rest}`,
        evidence: [fieldEvidence('spec', `${base}[${index}]`, 'no requirements')],
        remedies: [
          advise(
            'Remove the node affinity, or say what the term is to match',
            'without required terms any node will do',
          ),
        ],
        path: `${base}[${index}]`,
        ...(all ? {} : { severity: 'advice' as const, stage: 'advice' as const }),
      };
    }
  }
}

function termContradiction(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  path: string,
  selector: readonly PlacedRequirement[],
): Contradiction | undefined {
  const placed = (list: typeof matchFields, field: string): PlacedRequirement[] =>
    list.map((requirement, index) => ({ requirement, path: `${path}.${field}[${index}]` }));
  return (
    contradictionIn([...selector, ...placed(matchExpressions, 'matchExpressions')]) ??
    contradictionIn(placed(matchFields, 'matchFields'))
  );
}
