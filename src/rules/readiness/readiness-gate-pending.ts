import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { conditionOf, isFinished } from '../../facts/pod-status.ts';
import { isNodeSilent } from '../../facts/probe-life.ts';
import { openGates, type OpenGate } from '../../facts/readiness-gates.ts';
import { formatSpan, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { changePod, kubectl, kubectlCluster, look, podName } from '../kit/remedies.ts';
import { listOf } from '../kit/probe-words.ts';

/** Seconds that a controller may take to answer before it is worth a word. */
const patience = 15;

export const readinessGatePending = defineRule({
  id: 'readiness-gate-pending',
  title: 'A readiness gate keeps the pod from being ready',
  topic: 'readiness',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['node'],

  *check({ status, node, subject, now }) {
    const ready = conditionOf(status, 'Ready');
    const containers = conditionOf(status, 'ContainersReady');
    if (status.deletion || isFinished(status) || isNodeSilent(node)) return;
    if (ready?.status === 'True' || containers?.status !== 'True') return;
    const gates = openGates(status);
    const [first] = gates;
    if (!first) return;
    const since = parseTime(containers.lastTransitionTime);
    const waited = since === undefined ? undefined : secondsBetween(since, now);
    const refused = gates.some(({ condition }) => condition !== undefined);
    if (!refused && waited !== undefined && waited < patience) return;
    const types = listOf(gates.map(({ type }) => type));
    yield {
      title: `its containers are ready, and the readiness gate ${types} is not`,
      explanation: `${gates.map(whatIsMissing).join(' ')} ${outcome(waited)}`,
      evidence: [...gates.flatMap(evidenceOf), readyEvidence(ready?.reason, ready?.message)],
      remedies: remediesOf(first, subject),
      ...(waited !== undefined && waited < 60 ? ({ confidence: 'likely' } as const) : {}),
    };
  },
});

function whatIsMissing({ type, condition, writer }: OpenGate): string {
  if (!condition)
    return `The pod's readiness gate asks for the condition ${type}, which ${writer} has to set, and nobody has.`;
  const why = [condition.reason, condition.message].filter(Boolean).join(': ');
  return `The pod's readiness gate asks for the condition ${type}; ${writer} has set it to ${condition.status}${why ? ` (${why.replace(/\.$/, '')})` : ''}.`;
}

function outcome(waited: number | undefined): string {
  const since = waited === undefined ? '' : ` for ${formatSpan(waited)}`;
  return `All containers have been ready${since}; as long as the gate is open the pod is not ready and Services send it no traffic.`;
}

function evidenceOf({ type, condition }: OpenGate): EvidenceItem[] {
  return [
    fieldEvidence('spec', 'spec.readinessGates', type),
    fieldEvidence(
      'status',
      `status.conditions[${type}]`,
      condition ? [condition.status, condition.reason, condition.message].filter(Boolean).join(': ') : 'not set',
    ),
  ];
}

function readyEvidence(reason = '', message = ''): EvidenceItem {
  return fieldEvidence(
    'status',
    'status.conditions[Ready]',
    ['False', reason, message].filter((part) => part !== '').join(': '),
  );
}

function remediesOf({ type, condition, writer }: OpenGate, subject: Subject): Remedy[] {
  const looking = condition
    ? look(
        'See what the condition says',
        'whoever sets it gives the reason there',
        kubectl(subject, 'get', 'pod', podName(subject), '-o', 'jsonpath={.status.conditions}'),
      )
    : look(
        `See whether ${writer} runs`,
        'without it nobody sets the condition; its log says why it does not',
        kubectlCluster('get', 'deployments', '--all-namespaces'),
      );
  return [
    looking,
    ...(/k8s\.aws\//.test(type)
      ? [
          look(
            'See the target group bindings of the namespace',
            'the pod must be a target of one: the name stands in the gate',
            kubectl(subject, 'get', 'targetgroupbindings.elbv2.k8s.aws'),
          ),
        ]
      : []),
    changePod(subject, ['readinessGates'], null, {
      action: 'Remove the readiness gate if nobody sets that condition any more',
      why: 'without it the pod is ready when its containers are; a gate that a webhook adds comes back until the webhook or its namespace label is gone',
    }),
  ];
}
