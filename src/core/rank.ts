import { severities, type Confidence, type ContainerName, type Finding, type Observation } from './finding.ts';
import { topics, type Role, type Rule } from './rule.ts';

/** An observation with the rule that made it. */
export interface Made {
  readonly rule: Rule;
  readonly observation: Observation;
}

const confidences: readonly Confidence[] = ['certain', 'likely', 'possible'];
const roles: readonly Role[] = ['cause', 'consequence', 'summary'];
/** Init containers run before sidecars matter, and both before the app. */
const kinds: readonly ContainerName['kind'][] = ['init', 'sidecar', 'app', 'ephemeral'];

/**
 * Root cause first: by role, severity, confidence, weight, then the order of a pod's life (topic, kind of container),
 * then name and id, so that equal input gives equal order.
 */
function compare(a: Made, b: Made): number {
  const by = (key: (made: Made) => number): number => key(a) - key(b);
  return (
    by(({ rule }) => roles.indexOf(rule.role ?? 'cause')) ||
    by(({ rule, observation }) => severities.indexOf(observation.severity ?? rule.severity)) ||
    by(({ observation }) => confidences.indexOf(observation.confidence ?? 'certain')) ||
    by(({ observation }) => -(observation.weight ?? 0)) ||
    by(({ rule }) => topics.indexOf(rule.topic)) ||
    by(({ observation }) => (observation.container ? kinds.indexOf(observation.container.kind) : -1)) ||
    compareText(a.observation.container?.name ?? '', b.observation.container?.name ?? '') ||
    compareText(a.rule.id, b.rule.id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function severityOf({ rule, observation }: Made): number {
  return severities.indexOf(observation.severity ?? rule.severity);
}

/**
 * Orders what the rules said and says what follows from what: a consequence is caused by the first cause
 * (a finding at warning or worse), and stands below it. Without such a cause a consequence is ranked as one.
 */
export function rank(made: readonly Made[]): Finding[] {
  const sorted = [...made].sort(compare);
  const warning = severities.indexOf('warning');
  const root = sorted.find((one) => (one.rule.role ?? 'cause') === 'cause' && severityOf(one) <= warning);
  const ordered = root
    ? [root, ...sorted.filter((one) => one !== root).sort((a, b) => rankBehindRoot(a) - rankBehindRoot(b))]
    : [...sorted].sort((a, b) => severityOf(a) - severityOf(b));
  return ordered.map((one) => toFinding(one, root !== undefined && one.rule.role === 'consequence' ? 0 : null));

  function rankBehindRoot(one: Made): number {
    if (severityOf(one) > warning) return 2;
    return one.rule.role === 'consequence' ? 1 : 0;
  }
}

function toFinding({ rule, observation }: Made, causedBy: number | null): Finding {
  return {
    rule: rule.id,
    severity: observation.severity ?? rule.severity,
    confidence: observation.confidence ?? 'certain',
    verdict: observation.verdict ?? rule.verdict,
    container: observation.container?.name ?? null,
    containerKind: observation.container?.kind ?? null,
    detail: observation.detail ?? null,
    title: observation.title ?? rule.title,
    explanation: observation.explanation,
    evidence: observation.evidence,
    remedies: observation.remedies,
    causedBy,
  };
}
