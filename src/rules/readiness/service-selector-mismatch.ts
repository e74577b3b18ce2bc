import type { OwnerFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { labelsOf, nameOf } from '../../facts/metadata.ts';
import { isFinished } from '../../facts/pod-status.ts';
import { matchesMap, type Labels } from '../../facts/selectors.ts';
import { nearServices, servicesSelecting, type NearService } from '../../facts/services.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, look } from '../kit/remedies.ts';
import { listOf } from '../kit/probe-words.ts';
import { actualText, differenceText, labelPairs } from '../kit/selector-words.ts';
import { serviceSelectorMismatch as foresee } from '../foresee/service-selector-mismatch.ts';

export const serviceSelectorMismatch = defineRule({
  ...foresee.of,
  needs: ['spec', 'status', 'services'],
  mayUse: ['owner'],
  foresee,

  *check({ status, services, owner, subject }) {
    const labels = labelsOf(status.pod);
    if (status.deletion || isFinished(status) || /Job$/.test(subject.workload.kind)) return;
    if (servicesSelecting(services, labels).length > 0) return;
    const [near] = nearServices(services, labels, namesOf(subject, owner)).filter((one) => !selectsSibling(one, owner));
    if (!near) return;
    const name = nameOf(near.service);
    yield {
      title: `Service ${name} does not select it: ${near.mismatches.map((one) => differenceText(one)).join(', ')}`,
      explanation:
        `Service ${name} selects pods with ${labelPairs(near.service.spec?.selector ?? {})}, and this pod has ${listOf(near.mismatches.map(actualText))}. ` +
        `${near.byName ? `By its name the Service is meant for ${subject.workload.kind} ${subject.workload.name}` : 'The selector fits the pod but for that'}, ` +
        'and no other Service selects the pod, so it gets no traffic through any.',
      evidence: [
        fieldEvidence('service', `${name} spec.selector`, labelPairs(near.service.spec?.selector ?? {})),
        fieldEvidence('status', 'metadata.labels', labelPairs(labels)),
      ],
      remedies: remediesOf(near, labels, subject),
      confidence: 'likely',
    };
  },
});

/** The names under which a Service is plainly meant for the workload. */
function namesOf({ workload }: Subject, owner: OwnerFacts | undefined): string[] {
  const governing = owner?.chain.flatMap(({ object }) => valueOf(object)?.spec?.serviceName ?? []) ?? [];
  return [workload.name, ...governing];
}

/** It selects other pods of the same owner: this one is left out on purpose, or is an older version. */
function selectsSibling({ service }: NearService, owner: OwnerFacts | undefined): boolean {
  return (valueOf(owner?.pods) ?? []).some((pod) => matchesMap(service.spec?.selector, labelsOf(pod)));
}

function remediesOf(near: NearService, labels: Labels, subject: Subject): Remedy[] {
  const { service, mismatches } = near;
  const name = nameOf(service);
  return [
    ...selectorFix(near, labels, subject),
    advise(
      `Or label the pods of ${subject.workload.kind}/${subject.workload.name} ${mismatches.map(({ key, wanted }) => `${key}=${wanted}`).join(' and ')}`,
      'the selector of a Deployment or StatefulSet cannot be changed, so the labels it selects by have to stay',
      'new rollout',
    ),
    look(
      `See what Service ${name} selects now`,
      'it has no endpoints unless other pods carry those labels',
      kubectl(subject, 'get', 'pods', '-l', selectorText(service)),
    ),
  ];
}

function selectorText({ spec }: Service): string {
  return Object.entries(spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The selector with the pod's own values; a key that the pod has not goes, and the label that holds its value comes. Not where nothing would be left. */
function selectorFix({ service, mismatches }: NearService, labels: Labels, subject: Subject): Remedy[] {
  const name = nameOf(service);
  const changed: Record<string, string | null> = {};
  for (const { key, wanted, actual } of mismatches) {
    changed[key] = actual ?? null;
    const moved = actual === undefined ? Object.entries(labels).find(([, value]) => value === wanted) : undefined;
    if (moved) changed[moved[0]] = moved[1];
  }
  const selector = Object.entries({ ...service.spec?.selector, ...changed }).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${value}`],
  );
  if (selector.length === 0) return [];
  return [
    act(
      `Let Service ${name} select ${selector.join(', ')}`,
      'those are labels of the pod',
      kubectl(subject, 'patch', `service/${name}`, '-p', JSON.stringify({ spec: { selector: changed } })),
      'none for the pods; the endpoints change at once',
    ),
  ];
}
