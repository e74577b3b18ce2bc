import type { OwnerFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { Severity, Verdict } from '../../core/finding.ts';
import { replacementOf } from '../../facts/replacement.ts';

/** How bad it is that a pod is taken away: as given, worse for a bare pod that nothing replaces, and history once it has been replaced. */
export function severityOfRemoval(owner: OwnerFacts | undefined, status: PodStatusFacts, usual: Severity): Severity {
  const replacement = replacementOf(owner, status);
  if (replacement === 'none') return usual === 'info' ? 'warning' : 'error';
  return replacement === 'replaced' ? 'info' : usual;
}

/** A pod that was taken away is ending, or has failed. */
export function verdictOfRemoval({ phase, deletion }: PodStatusFacts): Verdict {
  if (deletion) return 'terminating';
  return phase === 'Succeeded' ? 'completed' : 'failing';
}
