import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import { type Subject } from '../../core/rule.ts';
import { type CreateFailure } from '../../facts/create-failure.ts';
import { mergedContainers, securityChange } from '../../facts/pod-security.ts';
import type { Refusal, SecurityViolation } from '../../facts/refusal.ts';
import { missingPods } from './create-failure.ts';
import { listOf } from './probe-words.ts';
import { act, advise, kubectl, kubectlCluster, look, mergePodSpec, templateRisk } from './remedies.ts';

export function securityRemedies(
  { level, violations }: Extract<Refusal, { kind: 'pod-security' }>,
  template: PodSpecFacts | undefined,
  subject: Subject,
): Remedy[] {
  const change = securityChange(violations, template);
  const merge = { ...change.pod, ...mergedContainers(change, template) };
  const root = [...change.containers.values()].some(({ runAsNonRoot }) => runAsNonRoot);
  const fields = [...new Set([change.pod, ...change.containers.values()].flatMap(settingTexts))];
  const set = mergePodSpec(subject, merge, {
    action: `Set ${listOf(fields)} in the template as the standard asks`,
    why:
      change.open.length > 0
        ? 'these checks then pass; the others need a change of what the pods use'
        : 'every check that failed then passes',
    risk: `${templateRisk(subject)}${root ? '; an image that runs as root needs runAsUser with another user as well' : ''}`,
  });
  const wider = level === 'restricted' ? 'baseline' : 'privileged';
  const enough = level === 'baseline' || violations.every(isRestrictedOnly) ? wider : 'privileged';
  return [
    ...(fields.length > 0 ? [set] : []),
    ...change.open
      .slice(0, 2)
      .map(({ reason, detail }) =>
        advise(`Do without what the standard forbids: ${detail || reason}`, 'no setting allows it under this standard'),
      ),
    act(
      `Enforce only ${enough} in the namespace, if these pods are trusted to need more`,
      `under ${enough} they are admitted; better: move them to a namespace of their own`,
      kubectlCluster(
        'label',
        'namespace',
        subject.namespace,
        `pod-security.kubernetes.io/enforce=${enough}`,
        '--overwrite',
      ),
      'weakens the protection of the whole namespace',
    ),
  ];
}

/** `hostNetwork=false`, `capabilities.drop=["ALL"]`: the fields of a change as people name them. */
function settingTexts(change: object): string[] {
  return Object.entries(change).map(([field, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return `${field}=${String(value)}`;
    const inner = Object.entries(value).map(
      ([name, part]) => `.${name}=${typeof part === 'string' ? part : JSON.stringify(part)}`,
    );
    return `${field}${inner.join(', ')}`;
  });
}

/** Checks that the baseline standard does not have: under it these pods would pass. */
function isRestrictedOnly({ reason, detail }: SecurityViolation): boolean {
  if (reason === 'unrestricted capabilities') return !/capabilities\.add/.test(detail);
  return (
    /allowPrivilegeEscalation|runAsNonRoot|runAsUser|^seccompProfile|restricted volume types/.test(reason) &&
    !/hostPath/.test(detail)
  );
}

export function constraintWords(
  failure: CreateFailure,
  what: string,
  subject: Subject,
): { detail: string; title: string; explanation: string; remedies: Remedy[] } {
  return {
    detail: 'constraints',
    title: `no ${what} lets its pods in`,
    explanation: `The cluster checks pods against every ${what} that their ServiceAccount may use, and none admits these: ${failure.text.replace(/\s+/g, ' ').replace(/\.?$/, '.')} ${missingPods(failure)}`,
    remedies: [
      advise(
        'Take out of the template what the message names',
        'the pods then fit what their ServiceAccount may use anyway',
        'new rollout',
      ),
      look(
        'See which ServiceAccount the pods use',
        `a ${what} is granted to it, not to the workload`,
        kubectl(subject, 'get', 'serviceaccounts'),
      ),
    ],
  };
}
