import type { PodStatusFacts, Snapshot } from '../core/evidence.ts';
import { isCause, type Finding, type Verdict } from '../core/finding.ts';
import { cut } from './texts.ts';
import { isContradicted, statusVerdict, type Standing } from './verdict.ts';

const longestMessage = 300;

/** The answer in one sentence without a full stop: what the target is called, how it is, and the first thing that was found. */
export function summaryOf(
  snapshot: Snapshot,
  status: PodStatusFacts | undefined,
  findings: readonly Finding[],
  verdict: Verdict,
  standing: Standing | undefined,
): string {
  const first = findings.find(({ severity }) => severity !== 'advice');
  const derived = status ? statusVerdict(status, snapshot.asOf) : 'unknown';
  const told = first && !isContradicted(first, derived, status) ? first : undefined;
  const clause = told?.title ?? plainClause(snapshot, status, verdict);
  const name = verdict === 'terminating' && status?.deletion ? endingName(snapshot, status) : nameOf(snapshot);
  if (verdict === 'unknown') return told ? `${name}, state unknown: ${clause}` : `${name}: ${clause}`;
  const share = told && isCause(told.severity) ? shareText(standing) : '';
  return `${name} is ${verdict}${share}: ${clause}`;
}

/** `shop/web-1` for a pod, `deployment shop/web` for an owner. */
function nameOf({ target: { kind, namespace, name } }: Snapshot): string {
  return kind === 'Pod' ? `${namespace}/${name}` : `${kind.toLowerCase()} ${namespace}/${name}`;
}

/** It is a pod that ends, not its owner. */
function endingName({ target: { kind, namespace, name } }: Snapshot, status: PodStatusFacts): string {
  return kind === 'Pod' ? `${namespace}/${name}` : `pod ${namespace}/${status.name} of ${kind.toLowerCase()} ${name}`;
}

/** How many pods of an owner are concerned, where some are not ready: of those that are, a single look does not tell. */
function shareText(standing: Standing | undefined): string {
  if (!standing || standing.pods < 2 || standing.unready === 0) return '';
  const { pods, affected } = standing;
  const all = pods === 2 ? 'both' : `all ${pods}`;
  return affected === pods ? `, ${all} pods affected` : `, ${affected} of ${pods} pods affected`;
}

/** What the status says where no rule said anything. */
function plainClause(snapshot: Snapshot, status: PodStatusFacts | undefined, verdict: Verdict): string {
  if (!status) return missingClause(snapshot);
  switch (verdict) {
    case 'healthy':
      return 'it runs and is ready';
    case 'completed':
      return 'it ended, and all its containers exited with 0';
    case 'terminating':
      return 'it is being deleted';
    case 'pending':
      return 'no node has been chosen for it yet';
    case 'starting':
      return 'it is on its way to be ready';
    default:
      return status.phase === 'Failed'
        ? failedClause(status)
        : 'it is not ready, and what could be read does not say why';
  }
}

function failedClause({ reason, message }: PodStatusFacts): string {
  const said = [reason, oneLine(message)].filter((text) => text !== '').join(': ');
  return said ? `it has failed with ${said}` : 'it has failed, and what could be read does not say why';
}

/** A message as the end of a clause. */
function oneLine(message: string): string {
  return cut(message.replace(/\s+/g, ' ').trim(), longestMessage).replace(/[.:]+$/, '');
}

function missingClause({ target, pod, chain }: Snapshot): string {
  const owner = chain.find(({ kind, name }) => kind === target.kind && name === target.name)?.object;
  const lookup = target.kind === 'Pod' ? pod : (owner ?? pod);
  if (lookup.state === 'absent')
    return `there is no such ${target.kind.toLowerCase()} in namespace ${target.namespace}`;
  if (owner?.state === 'found' && pod.state === 'absent')
    return 'it has no pods, and what could be read does not say why';
  if (lookup.state === 'refused') return `it could not be read (${lookup.why})`;
  return 'nothing can be said, too little could be read';
}
