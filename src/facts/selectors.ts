import type { LabelSelector, LabelSelectorRequirement } from '../core/kubernetes.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy one requirement of a label selector (apimachinery/pkg/labels/selector.go, Requirement.Matches). */
export function matchesRequirement({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const [wanted, actual] = [Number(values[0]), Number(value)];
      if (value === undefined || !Number.isInteger(wanted) || !Number.isInteger(actual)) return false;
      return operator === 'Gt' ? actual > wanted : actual < wanted;
    }
    default:
      return false;
  }
}

/** Whether labels match a plain map, as the selector of a Service. An empty or missing map matches nothing here. */
export function matchesMap(selector: Labels | undefined, labels: Labels): boolean {
  const entries = Object.entries(selector ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

/** Whether labels match a LabelSelector. A missing selector matches nothing, an empty one everything (metav1.LabelSelectorAsSelector). */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((requirement) => matchesRequirement(requirement, labels));
}

/** The selector in the form of the `labelSelector` query parameter: `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelector | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...equal, ...expressions].join(',');
}
