import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import { shortageOf, type AdmissionRejection } from '../../facts/kubelet-admission.ts';
import { eventEvidence, fieldEvidence } from './evidence.ts';
import { act, advise, changePod, kubectl, kubectlCluster, look } from './remedies.ts';

/** What the status, the event and the spec say of a refusal. */
export function rejectionEvidence(
  status: PodStatusFacts,
  { reason, message, event }: AdmissionRejection,
): EvidenceItem[] {
  const items: EvidenceItem[] = [];
  if (status.phase === 'Failed')
    items.push(fieldEvidence('status', 'status.reason', `${reason}: ${status.message || message}`));
  if (event) items.push(eventEvidence(event));
  if (status.nodeName) items.push(fieldEvidence('spec', 'spec.nodeName', status.nodeName));
  const selector = Object.entries(status.pod.spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (reason === 'NodeAffinity' && selector.length > 0)
    items.push(fieldEvidence('spec', 'spec.nodeSelector', selector.join(', ')));
  return items;
}

interface Circumstances {
  readonly node: string;
  readonly direct: boolean;
  readonly bare: boolean;
}

/** What to do about a refusal. */
export function rejectionRemedies(
  rejection: AdmissionRejection,
  spec: PodSpec,
  subject: Subject,
  { node, direct, bare }: Circumstances,
): Remedy[] {
  const remedies = [...ownRemedies(rejection, spec, subject, direct)];
  if (bare && subject.pod) {
    remedies.push(
      act(
        'Delete the refused pod before it is created again',
        'its name is taken as long as it exists',
        kubectl(subject, 'delete', 'pod', subject.pod),
        'none: nothing of it runs',
      ),
    );
  }
  const describe = kubectlCluster('describe', 'node', node);
  return [
    ...remedies,
    look(`See what ${node} has and what runs there`, 'labels, taints and what is allocated', describe),
  ];
}

function* ownRemedies(
  { kind, advice, message, reason }: AdmissionRejection,
  spec: PodSpec,
  subject: Subject,
  direct: boolean,
): Generator<Remedy> {
  const byName = direct && (kind === 'placement' || kind === 'resources');
  if (byName) {
    yield changePod(subject, ['nodeName'], null, {
      action: 'Remove nodeName and let the scheduler choose',
      why: 'the scheduler checks before it places a pod; nodeName goes past it',
    });
  }
  const shortage = shortageOf(message);
  const sysctl = kind === 'sysctl' ? /"([^"]+)"/.exec(message)?.[1] : undefined;
  if (sysctl) {
    const others = (spec.securityContext?.sysctls ?? []).filter(({ name }) => name !== sysctl);
    yield changePod(subject, ['securityContext', 'sysctls'], others.length > 0 ? others : null, {
      action: `Remove ${sysctl} from securityContext.sysctls`,
      why: 'pods without it are taken by every node',
    });
    yield advise(
      `Or allow ${sysctl} on the nodes (allowedUnsafeSysctls of the kubelet) and label and select those`,
      'every kubelet has a list of its own, and the scheduler does not know it',
    );
  } else if (shortage) {
    yield advise(
      `Ask for at most ${shortage.free} ${shortage.resource}, or free some on the node`,
      'that much is left for pods on the node',
    );
  } else if (!byName) yield advise(advice, `the kubelet checks it before it takes a pod (${reason})`);
}
