import type { PodSpecFacts } from '../../core/evidence.ts';
import { defineForesight } from '../../core/rule.ts';
import { named, objectsOfKind } from '../../facts/bundle.ts';
import { valueAt } from '../../facts/field-path.ts';
import { failedChecks, type FailedCheck, type SecurityLevel } from '../../facts/pod-security-check.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { listOf } from '../kit/probe-words.ts';
import { securityRemedies } from '../kit/pod-security-words.ts';

const label = 'pod-security.kubernetes.io/enforce';

export const podSecurityViolation = defineForesight({
  of: {
    id: 'pod-security-violation',
    title: 'Pod Security admission forbids the pods',
    topic: 'owner',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'pods-rejected',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const [namespace] = named(objectsOfKind(bundle, 'Namespace'), workload.namespace);
    const level = levelOf(namespace?.metadata?.labels?.[label]);
    if (!level) return;
    const failed = failedChecks(spec, level);
    if (failed.length === 0) return;
    const bare = workload.kind === 'Pod';
    const reasons = [...new Set(failed.map(({ reason }) => reason))];
    const [first] = failed;
    yield {
      path: placeOf(first, spec, workload.object),
      detail: level,
      ...(bare ? { stage: 'rejected' as const } : {}),
      title: `namespace ${workload.namespace} enforces the ${level} Pod Security standard, and ${bare ? 'the pod breaks' : 'its pods break'} it: ${listOf(reasons)}`,
      explanation: `${listed(failed)}. The API server ${bare ? 'refuses the pod' : `takes the ${workload.kind} and refuses its pods`}.`,
      evidence: [
        fieldEvidence('namespace', `Namespace/${workload.namespace}`, `${label}=${level}`),
        ...failed.slice(0, 5).map(({ path, detail }) => fieldEvidence('spec', path, detail)),
      ],
      remedies: securityRemedies({ kind: 'pod-security', level, version: 'latest', violations: failed }, spec, subject),
    };
  },
});

/** The field that breaks the standard, where it is stated; a setting that is missing belongs to its container. */
function placeOf(first: FailedCheck | undefined, spec: PodSpecFacts, object: unknown): string {
  if (first && valueAt(object, first.path) !== undefined) return first.path;
  const container = spec.containers.find(({ name }) => first?.containers.includes(name));
  return container?.path ?? spec.path;
}

function levelOf(text: string | undefined): SecurityLevel | undefined {
  return text === 'baseline' || text === 'restricted' ? text : undefined;
}

const mostShown = 6;

function listed(failed: readonly FailedCheck[]): string {
  const texts = failed.map(({ detail, reason }) =>
    /^(container|pod|volume) /.test(detail) ? detail : `${reason} (${detail})`,
  );
  const more = texts.length > mostShown ? `; and ${texts.length - mostShown} more` : '';
  const text = texts.slice(0, mostShown).join('; ') + more;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
