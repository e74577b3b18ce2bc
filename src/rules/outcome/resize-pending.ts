import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import { allocatedTo, stuckResize, wantedChanges, type StuckResize } from '../../facts/resize.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { act, advise, kubectl, kubectlCluster, look } from '../kit/remedies.ts';

export const resizePending = defineRule({
  id: 'resize-pending',
  title: 'A resize in place is not carried out',
  topic: 'outcome',
  severity: 'warning',
  verdict: 'degraded',
  needs: ['spec', 'status'],
  mayUse: ['events'],

  *check({ status, events, subject }) {
    const resize = status.deletion ? undefined : stuckResize(status);
    if (!resize) return;
    const { kind, message } = resize;
    const changes = status.containers.flatMap(wantedChanges);
    const asked =
      changes.length > 0
        ? `The pod asks for ${changes.map(({ text }) => text).join(', ')}.`
        : 'The resources of the pod were changed in place.';
    yield {
      detail: kind.toLowerCase(),
      title: `its in-place resize is ${kind === 'Error' ? 'failing' : kind}${message ? `: ${message.replace(/\.$/, '')}` : ''}`,
      explanation: `${asked} ${meanings[kind]} Until then it runs on with what it had.`,
      evidence: [
        stateEvidence(resize),
        ...changes.map(({ path, text }) => fieldEvidence('spec', path, text)),
        ...withReason(events, 'ResizeDeferred', 'ResizeInfeasible', 'ResizeError').slice(-1).map(eventEvidence),
      ],
      remedies: remediesFor(resize, status, subject),
    };
  },
});

const meanings: Readonly<Record<StuckResize['kind'], string>> = {
  Deferred:
    'Node and pod could fit, but other pods take the room now: the kubelet tries again when some of them leave.',
  Infeasible: 'Its node can never give that, so the kubelet does not try again until the resources are changed.',
  Error: 'The kubelet accepted it and fails to carry it out; it tries again.',
};

function stateEvidence({ kind, message, condition }: StuckResize): EvidenceItem {
  if (!condition) return fieldEvidence('status', 'status.resize', kind);
  const item = fieldEvidence('status', `status.conditions[${condition.type}]`, message ? `${kind}: ${message}` : kind);
  return condition.lastTransitionTime ? { ...item, time: condition.lastTransitionTime } : item;
}

function remediesFor({ kind }: StuckResize, status: PodStatusFacts, subject: Subject): Remedy[] {
  const node = status.nodeName;
  const containers = status.containers.flatMap((container) => {
    const requests = allocatedTo(container);
    return requests && wantedChanges(container).length > 0 ? [{ name: container.name, resources: { requests } }] : [];
  });
  const back = JSON.stringify({ spec: { containers } });
  return [
    ...(node
      ? [
          look(
            `See what takes the room on ${node}`,
            'its allocatable amounts are all there is to share',
            kubectlCluster('describe', 'node', node),
          ),
        ]
      : []),
    ...(subject.pod && containers.length > 0
      ? [
          act(
            'Ask again for what it has, or for what the node can give',
            kind === 'Infeasible' ? 'it is not tried again as it stands' : 'it may wait for ever',
            kubectl(subject, 'patch', 'pod', subject.pod, '--subresource', 'resize', '-p', back),
            'none: the pod keeps what it has',
          ),
        ]
      : []),
    advise(
      'Or let a larger node take a new pod with these resources',
      'another node may have the room',
      'restarts the pod',
    ),
  ];
}
