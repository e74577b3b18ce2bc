import type { Remedy } from '../../core/finding.ts';
import { type Subject } from '../../core/rule.ts';
import { type CreateFailure } from '../../facts/create-failure.ts';
import type { Refusal } from '../../facts/refusal.ts';
import { watchEvents } from './create-failure.ts';
import { advise, kubectl, kubectlCluster, look, workloadName } from './remedies.ts';
import { firstLine, shortened } from './text.ts';

type Of<K extends Refusal['kind']> = Extract<Refusal, { kind: K }>;

interface Words {
  readonly detail: string;
  readonly title: string;
  readonly explanation: string;
  readonly remedies: readonly Remedy[];
}

export function admissionWords(failure: CreateFailure, subject: Subject): Words | undefined {
  const { refusal } = failure;
  switch (refusal.kind) {
    case 'webhook-denied':
      return denied(refusal, subject);
    case 'webhook-failed':
      return unreachable(refusal);
    case 'policy-denied':
      return policy(refusal, subject);
    case 'namespace-terminating':
      return terminating(subject);
    case 'other':
      return other(failure, subject);
    default:
      return undefined;
  }
}

const configurations = look(
  'Find the configuration that calls the webhook',
  'it says for which namespaces and objects it is asked, and whose it is',
  kubectlCluster('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations'),
);

function denied({ webhook, reason }: Of<'webhook-denied'>, subject: Subject): Words {
  const why = reason ? `It says: ${sentence(reason)}` : 'It gives no reason; its own log may.';
  return {
    detail: 'denied',
    title: `admission webhook ${webhook} denies its pods${reason ? `: ${headline(reason)}` : ''}`,
    explanation: `The API server asks the webhook ${webhook} before it creates a pod, and the webhook refuses. ${why}`,
    remedies: [
      advise(
        `Change the template of ${workloadName(subject)} to what the webhook asks for`,
        'the webhook answered: its policy is what stands in the way',
        'new rollout',
      ),
      configurations,
      watchEvents(subject),
    ],
  };
}

function unreachable({ webhook, reason, url, service }: Of<'webhook-failed'>): Words {
  const where = service ? `Service ${service.name} in namespace ${service.namespace}` : (url ?? 'its address');
  const look1 = service
    ? [
        look(
          `Look at the Service ${service.name} and what stands behind it`,
          'the webhook is what has to be mended, not the pods',
          kubectlCluster('-n', service.namespace, 'get', 'services,endpointslices,pods'),
        ),
      ]
    : [];
  return {
    detail: 'unreachable',
    title: `admission webhook ${webhook} does not answer, so no pod can be created: ${headline(reason)}`,
    explanation:
      `Before it creates a pod the API server calls the webhook ${webhook} at ${where}, and the call fails: ${sentence(reason)} ` +
      "Its failurePolicy is Fail, so an unanswered call refuses the pod; nothing is wrong with the pod's template as far as this shows.",
    remedies: [
      ...look1,
      configurations,
      advise(
        `${remedyFor(reason)}, or delete the configuration of the webhook if its product is gone`,
        'every pod that it selects is refused until it answers',
        'without the webhook its policy is not enforced',
      ),
    ],
  };
}

function remedyFor(reason: string): string {
  if (/service "[^"]+" not found/.test(reason)) return 'Install the webhook again with its Service';
  if (/no endpoints available/.test(reason)) return 'Get the pods behind the Service of the webhook running and ready';
  if (/x509|certificate/.test(reason))
    return 'Renew the certificate of the webhook and the caBundle of its configuration';
  if (/deadline exceeded|timeout|timed out/i.test(reason)) {
    return 'Let the API server reach the webhook in time (network policy, firewall, load of its pods)';
  }
  return 'Get the webhook running';
}

function policy({ policyKind, policy: name, binding, reason }: Of<'policy-denied'>, subject: Subject): Words {
  const kind = policyKind.toLowerCase();
  return {
    detail: 'policy',
    title: `${policyKind} ${name} denies its pods: ${headline(reason)}`,
    explanation:
      `The ${policyKind} ${name}${binding ? ` (binding ${binding})` : ''} refuses every pod of ${workloadName(subject)}. ` +
      `It says: ${sentence(reason)}`,
    remedies: [
      advise(
        `Change the template of ${workloadName(subject)} to what the policy asks for: ${headline(reason)}`,
        'the policy is in force in this namespace',
        'new rollout',
      ),
      look(
        'Read the policy',
        'its expressions say exactly what is checked',
        kubectlCluster('get', kind, name, '-o', 'yaml'),
      ),
      ...(binding
        ? [
            look(
              'See where the policy applies',
              'the binding selects the namespaces and objects',
              kubectlCluster('get', `${kind}binding`, binding, '-o', 'yaml'),
            ),
          ]
        : []),
    ],
  };
}

function terminating(subject: Subject): Words {
  return {
    detail: 'namespace-terminating',
    title: `namespace ${subject.namespace} is being deleted, so nothing can be created in it`,
    explanation: `Somebody deleted the namespace ${subject.namespace}; while it goes away the API server takes no new objects in it.`,
    remedies: [
      look(
        'See what keeps the namespace',
        'its conditions name what is still in it',
        kubectlCluster('get', 'namespace', subject.namespace, '-o', 'yaml'),
      ),
      advise('Deploy into another namespace, or again once this one is gone', 'a deletion cannot be taken back'),
    ],
  };
}

function other({ text, creator }: CreateFailure, subject: Subject): Words {
  return {
    detail: 'other',
    title: `its pods are refused: ${headline(text)}`,
    explanation: `${creator.kind} ${creator.name} asks the API server for a pod and is refused. The answer was: ${sentence(text)}`,
    remedies: [
      watchEvents(subject),
      look(
        'See every refusal in the namespace',
        'others may be refused for the same reason',
        kubectl(subject, 'get', 'events', '--field-selector', 'reason=FailedCreate'),
      ),
    ],
  };
}

/** The first line, short enough for a headline. */
function headline(text: string): string {
  return shortened(firstLine(text), 140).replace(/[.\s]+$/, '');
}

function sentence(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(flat) ? flat : `${flat}.`;
}
