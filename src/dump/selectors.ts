import type { KubeEvent, KubeObject, Pod } from '../core/kubernetes.ts';
import { regarding } from '../facts/events.ts';
import { nameOf } from '../facts/metadata.ts';
import { matchesRequirement, type Labels } from '../facts/selectors.ts';

/**
 * Whether labels match a selector as `kubectl -l` takes it: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas.
 */
export function matchesLabelSelectorText(selector: string | undefined, labels: Labels): boolean {
  return splitRequirements(selector ?? '').every((requirement) => matchesText(requirement, labels));
}

/** Cuts at commas that are not inside parentheses. */
function splitRequirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function matchesText(text: string, labels: Labels): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return matchesRequirement({ key, operator: operator === 'in' ? 'In' : 'NotIn', values }, labels);
  }
  const equality = /^([^!=\s]+)\s*(!=|==?)\s*(.*)$/.exec(text);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return matchesRequirement({ key, operator: operator === '!=' ? 'NotIn' : 'In', values: [value] }, labels);
  }
  const negated = text.startsWith('!');
  return matchesRequirement(
    { key: negated ? text.slice(1).trim() : text, operator: negated ? 'DoesNotExist' : 'Exists' },
    labels,
  );
}

/** Whether an object matches a field selector, for the fields that the API server knows of pods and events and for metadata. */
export function matchesFieldSelector(selector: string | undefined, object: KubeObject): boolean {
  return splitRequirements(selector ?? '').every((requirement) => {
    const match = /^([^!=]+)(!=|==?)(.*)$/.exec(requirement);
    if (!match) return false;
    const [, field = '', operator, wanted] = match;
    return (fieldValue(object, field) === wanted) === (operator !== '!=');
  });
}

function fieldValue(object: KubeObject, field: string): string {
  if (field.startsWith('involvedObject.')) {
    const key = field.slice('involvedObject.'.length);
    const about = regarding(object as KubeEvent);
    return String(about[key as keyof typeof about] ?? '');
  }
  const pod = object as Pod;
  switch (field) {
    case 'metadata.name':
      return nameOf(object);
    case 'metadata.namespace':
      return object.metadata?.namespace ?? '';
    case 'spec.nodeName':
      return pod.spec?.nodeName ?? '';
    case 'status.phase':
      return pod.status?.phase ?? '';
    default:
      return String(object[field] ?? '');
  }
}
