import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineForesight } from '../../core/rule.ts';
import { askedClaims } from '../../facts/claim-templates.ts';
import { limitRangesIn } from '../../facts/effective-resources.ts';
import { claimViolations, limitRangeViolations, type FoundViolation } from '../../facts/limit-range-check.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { boundHeadline, boundSentence } from '../kit/limit-range-words.ts';
import { advise } from '../kit/remedies.ts';

export const limitRangeViolation = defineForesight({
  of: {
    id: 'limit-range-violation',
    title: 'A LimitRange forbids the pods',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['workload', 'bundle'],
  mayUse: ['spec'],

  *check({ workload, bundle, spec }) {
    const ranges = limitRangesIn(bundle, workload.namespace);
    if (ranges.length === 0) return;
    const refused = workload.kind === 'Pod' ? 'refuses the pod' : `takes the ${workload.kind} and refuses its pods`;
    for (const found of spec ? limitRangeViolations(spec.spec, ranges) : []) {
      yield {
        ...placeOf(found, spec),
        ...words(found, `The API server ${refused}.`),
        ...(workload.kind === 'Pod' ? { stage: 'rejected' as const } : {}),
      };
    }
    for (const claim of askedClaims(workload.object, spec?.path, spec?.spec.volumes ?? [])) {
      for (const found of claimViolations(claim.spec, ranges)) {
        yield {
          path: `${claim.path}.resources.requests`,
          ...words(found, `The API server refuses ${claim.what}.`),
          ...(workload.kind === 'PersistentVolumeClaim' ? { stage: 'rejected' as const } : {}),
        };
      }
    }
  },
});

function placeOf(
  { container, violation }: FoundViolation,
  spec: PodSpecFacts | undefined,
): Pick<Observation, 'container' | 'path'> {
  const path = spec?.path ?? 'spec';
  if (!container) return { path: `${path}.containers` };
  const at = `${path}.${container.list}[${container.index}]`;
  const one = spec?.containers.find((each) => each.path === at);
  const field = violation.field === 'request' ? 'requests' : 'limits';
  const stated = one?.spec.resources?.[field]?.[violation.resource] !== undefined;
  const within = stated ? `${at}.resources.${field}[${violation.resource}]` : `${at}.resources`;
  return { ...(one ? { container: one } : {}), path: within };
}

function words(
  { range, violation, filledIn = false }: FoundViolation,
  outcome: string,
): Pick<Observation, 'title' | 'explanation' | 'evidence' | 'remedies'> {
  const { resource, actual = '', allowed } = violation;
  return {
    title: filledIn
      ? `LimitRange ${range} gives a ${resource} limit of ${allowed}, less than the request of ${actual}`
      : `LimitRange ${range} does not allow it: ${boundHeadline(violation)}`,
    explanation: filledIn
      ? `The container states no ${resource} limit, so the LimitRange fills in its default of ${allowed}; a request of ${actual} above the limit is invalid. ${outcome}`
      : `${boundSentence(violation)} ${outcome}`,
    evidence: [
      fieldEvidence(
        'namespace',
        `LimitRange/${range}`,
        `${filledIn ? 'default limit' : violation.bound} of ${resource} per ${violation.scope}: ${allowed}`,
      ),
    ],
    remedies: [
      filledIn
        ? advise(`State a ${resource} limit of ${actual} or more`, 'the default is then not filled in')
        : advise('Keep to the bounds of the LimitRange, or change it', 'it holds for every new pod of the namespace'),
    ],
  };
}
