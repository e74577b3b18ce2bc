import type { Observation } from '../../core/finding.ts';
import { meantTopologyKey } from '../../facts/topology-key.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** What is to be said of a topology key that nodes most likely do not have; `so` is what follows, a clause. */
export function topologyKeyDoubt(key: string, path: string, so: string): Observation | undefined {
  const meant = meantTopologyKey(key);
  if (meant === undefined) return undefined;
  const old = key.startsWith('failure-domain.beta');
  return {
    detail: 'topology-key',
    severity: old ? 'advice' : 'warning',
    confidence: 'likely',
    title: `nodes have no label ${key}${old ? ' any more' : ''}; ${meant} is the one that they have`,
    explanation: `${old ? `${key} was replaced by ${meant}, and newer nodes carry only that.` : `Kubernetes sets ${meant} on nodes; ${key} is none of its labels.`} Where nodes lack the label, ${so}.`,
    evidence: [fieldEvidence('spec', path, key)],
    remedies: [advise(`Use topologyKey ${meant}`, 'kubelets and cloud providers set it on every node')],
    path,
    fix: { description: `Use ${meant}`, edits: [{ kind: 'set', path, value: meant }] },
  };
}
