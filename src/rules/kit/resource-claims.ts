import type { PodSpec } from '../../core/kubernetes.ts';
import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Observation } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, kubectl, kubectlCluster, look } from './remedies.ts';

interface StatedResourceClaim {
  /** Name of the claim or of the template. */
  readonly name: string;
  readonly text: string;
  readonly path: string;
  readonly template: boolean;
  /** The control plane has made the claim of a template. A claim that is named directly may or may not exist. */
  readonly made: boolean;
  /** What the claim itself is called, with the template that it comes from. */
  readonly title: string;
}

/** The ResourceClaims that a pod names, directly or by a template, and whether they are known to be made. */
export function statedResourceClaims(spec: PodSpec, { pod }: PodStatusFacts): StatedResourceClaim[] {
  const statuses = pod.status?.resourceClaimStatuses ?? [];
  return (spec.resourceClaims ?? []).map(({ name, resourceClaimName, resourceClaimTemplateName }) => {
    const path = `spec.resourceClaims[${name}]`;
    const status = statuses.find((one) => one.name === name);
    if (resourceClaimTemplateName) {
      const origin = `from template ${resourceClaimTemplateName}`;
      return {
        name: resourceClaimTemplateName,
        text: `resourceClaimTemplateName ${resourceClaimTemplateName}`,
        path,
        template: true,
        made: status !== undefined,
        title: status?.resourceClaimName ? `${status.resourceClaimName} (${origin})` : origin,
      };
    }
    return {
      name: resourceClaimName ?? name,
      text: `resourceClaimName ${resourceClaimName ?? ''}`,
      path,
      template: false,
      made: false,
      title: resourceClaimName ?? name,
    };
  });
}

/** A claim, or its template, that is not there: the scheduler holds the pod back without a word. */
export function missingClaim(
  claims: readonly StatedResourceClaim[],
  event: EvidenceItem | undefined,
  stated: EvidenceItem[],
  subject: Subject,
): Observation {
  const [first] = claims;
  const template = first?.template ?? false;
  const name = first?.name ?? '';
  const gone = event?.text.includes('not found') ?? false;
  const what = template ? `ResourceClaimTemplate ${name}` : `ResourceClaim ${name}`;
  return {
    confidence: event ? 'certain' : 'likely',
    weight: 90,
    detail: template ? 'template' : 'claim',
    title:
      gone || !template
        ? `${what}, which it refers to, does not exist`
        : `the claim that ${what} is to give it has not been made`,
    explanation: template
      ? `The control plane makes a ResourceClaim for the pod from the template ${name}${gone ? ', and there is no such template in the namespace' : ''}. Until the claim exists the scheduler does not even look at the pod.`
      : `The scheduler does not look at a pod before its ResourceClaim exists, and it has written nothing about this one: it is concluded that ${name} is not there.`,
    evidence: [
      ...(event ? [event] : []),
      ...stated,
      fieldEvidence('status', 'status.conditions[PodScheduled]', 'none: the scheduler has not tried'),
    ],
    remedies: [
      advise(
        `Create ${what} in namespace ${subject.namespace}, or correct the name in the pod`,
        'the pod goes on as soon as it exists',
      ),
      look(
        'See which there are',
        'the name may be spelt differently',
        kubectl(subject, 'get', template ? 'resourceclaimtemplates' : 'resourceclaims'),
      ),
    ],
  };
}

/** Why nodes cannot give what a claim asks for, by the words of the scheduler. */
export function deviceText(text: string, device: string | undefined): string {
  if (device) return `The claim asks for a device of class ${device}, and the cluster has no DeviceClass of that name.`;
  if (text.includes('in use')) return 'The claim is reserved for as many pods as it may serve.';
  if (text.includes('not available on the node'))
    return 'The device of the claim is allocated already, on nodes that cannot take the pod.';
  if (text.includes('being deleted')) return 'The claim is being deleted.';
  if (text.includes('in the process of being allocated')) return 'Another pod is just getting the device of the claim.';
  return 'No free device on these nodes fits what the claim asks for: there is none of its class, all are taken, or its selectors match none.';
}

/** How the claim gets its device. */
export function deviceRemedies(subject: Subject, device: string | undefined): Observation['remedies'] {
  return [
    ...(device
      ? [
          look(
            'See which device classes there are',
            `${device} is not among them`,
            kubectlCluster('get', 'deviceclasses'),
          ),
        ]
      : []),
    look(
      'See what devices the nodes offer',
      'a driver lists them in ResourceSlices; none means that no driver runs',
      kubectlCluster('get', 'resourceslices'),
    ),
    look('See who has them', 'a claim that is allocated keeps its device', kubectl(subject, 'get', 'resourceclaims')),
    advise(
      'Install or repair the driver of the device, free a device, or ask for another',
      'the scheduler tries again when devices change',
    ),
  ];
}
