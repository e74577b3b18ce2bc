import type { ContainerSpec, LimitsFacts, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import { valueOf } from '../../core/lookup.ts';
import { type Subject } from '../../core/rule.ts';
import { containerAt } from '../../facts/create-failure.ts';
import { defaultLimit, type ContainerDefault } from '../../facts/limit-range.ts';
import type { FieldError } from '../../facts/refusal.ts';
import { watchEvents } from './create-failure.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, changeContainer, kubectl, look, workloadName } from './remedies.ts';

/** A request above a limit, of which the template itself states only the request. */
interface Overtaken {
  readonly container: ContainerSpec;
  readonly resource: string;
  readonly request: string;
  readonly limit: string;
  readonly from?: ContainerDefault;
}

interface Words {
  readonly detail: string;
  readonly title: string;
  readonly explanation: string;
  readonly evidence: readonly EvidenceItem[];
  readonly remedies: readonly Remedy[];
}

export function overtakenRequest(
  { path, value, detail }: FieldError,
  template: PodSpecFacts | undefined,
  limits: LimitsFacts | undefined,
): Overtaken | undefined {
  const [, resource, limit] = /must be less than or equal to (\S+) limit(?: of (\S+))?/.exec(detail) ?? [];
  const container = containerAt(template, path);
  if (!resource || !container || !value || container.spec.resources?.limits?.[resource] !== undefined) return undefined;
  const from = defaultLimit(valueOf(limits?.limitRanges) ?? [], resource);
  const known = limit ?? from?.value;
  return known ? { container, resource, request: value, limit: known, ...(from ? { from } : {}) } : undefined;
}

export function overtakenWords({ container, resource, request, limit, from }: Overtaken, subject: Subject): Words {
  const { name, path } = container;
  const giver = from ? `LimitRange ${from.range}` : 'the namespace (a LimitRange or a webhook)';
  return {
    detail: 'default-limit',
    title: `container ${name} requests ${request} of ${resource} and gets a limit of ${limit} from ${giver}, which is less`,
    explanation:
      `The template states no ${resource} limit for ${name}, so ${giver} gives it ${limit}; a pod whose request (${request}) is above its limit is invalid, ` +
      'and the API server refuses it.',
    evidence: [fieldEvidence('spec', `${path}.resources`, `${resource}: request ${request}, no limit`)],
    remedies: [
      changeContainer(subject, container, ['resources', 'limits', resource], request, {
        action: `Give ${name} a ${resource} limit of its own, at least ${request}`,
        why: 'the default then does not apply',
      }),
      changeContainer(subject, container, ['resources', 'requests', resource], limit, {
        action: `Or request no more than ${limit} of ${resource}`,
        why: 'request and limit then agree',
      }),
      look(
        'See what the LimitRange gives and allows',
        'its maximum may forbid a higher limit',
        kubectl(subject, 'describe', 'limitrange', ...(from ? [from.range] : [])),
      ),
    ],
  };
}

export function isLabelTooLong({ path, detail }: FieldError): boolean {
  return path.startsWith('metadata.labels') && /no more than 63/.test(detail);
}

/** Labels that controllers put on pods hold the owner's name: a name that fits the owner need not fit the label. */
export function longNameWords(
  { value = '' }: FieldError,
  creator: { kind: string; name: string },
  subject: Subject,
): Words {
  const { kind, name } = creator;
  const fromName = value.startsWith(name) && value.length > 63;
  const rest = value.length - name.length;
  const most = 63 - Math.max(rest, 0);
  if (!fromName) {
    return {
      detail: 'label-too-long',
      title: `a label of its pods is longer than 63 characters: ${value}`,
      explanation: `The value ${value} has ${value.length} characters; a label value may have 63.`,
      evidence: [fieldEvidence('spec', 'metadata.labels', `${value.length} characters`)],
      remedies: [
        advise(
          `Shorten the label in the template of ${workloadName(subject)}`,
          'a label value has 63 characters at most',
          'new rollout',
        ),
        watchEvents(subject),
      ],
    };
  }
  return {
    detail: 'name-too-long',
    title: `the name of ${kind} ${name} is too long for a label of its pods: ${value.length} characters, 63 are allowed`,
    explanation:
      `The controller labels each pod with the name and a hash (${value}), ${name.length} + ${rest} = ${value.length} characters; ` +
      `a label value may have 63, so the name of this ${kind} may have ${most}.`,
    evidence: [fieldEvidence('owner', `${kind}/${name} metadata.name`, `${name.length} characters`)],
    remedies: [
      advise(
        `Create it again under a name of at most ${most} characters`,
        'names cannot be changed',
        kind === 'StatefulSet'
          ? 'its claims carry the old name: their data has to be moved'
          : 'another name in everything that refers to it',
      ),
      look('See what carries the old name', 'claims and Services of it stay', kubectl(subject, 'get', 'pvc,services')),
    ],
  };
}

export function errorWords(errors: readonly FieldError[], template: PodSpecFacts | undefined, subject: Subject): Words {
  const texts = errors.map(errorText);
  const [first = 'the answer names no field'] = texts;
  const [{ path } = { path: '' }] = errors;
  const container = containerAt(template, path);
  const indexed = /^spec\.(containers|initContainers)\[\d+\]/.test(path);
  const injected = indexed && template !== undefined && container === undefined;
  return {
    detail: 'field',
    title: `the API server calls its pods invalid: ${first}${texts.length > 1 ? ` (and ${texts.length - 1} more)` : ''}`,
    explanation:
      `The template of ${workloadName(subject)} was accepted, the pods made from it are refused: ${texts.join('; ')}.` +
      `${container ? ` That is container ${container.name}.` : ''}` +
      `${injected ? ' The template has no such container, so a webhook that adds one is at fault.' : ''}`,
    evidence: container ? [fieldEvidence('spec', container.path, container.name)] : [],
    remedies: [
      advise(
        `Correct ${path || 'the template'}${container ? ` of container ${container.name}` : ''}`,
        first,
        'new rollout',
      ),
      look(
        'Read the template as the API server holds it',
        'defaults and webhooks may have changed what was applied',
        kubectl(subject, 'get', subject.workload.kind.toLowerCase(), subject.workload.name, '-o', 'yaml'),
      ),
      watchEvents(subject),
    ],
  };
}

function errorText({ path, type, value, detail }: FieldError): string {
  const parts = [path, type && value !== undefined && value !== '' ? `${type} "${value}"` : type, detail];
  return parts
    .filter((part) => part !== '')
    .join(': ')
    .replace(/[.\s]+$/, '');
}
