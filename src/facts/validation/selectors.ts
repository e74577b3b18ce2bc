import type { LabelSelector } from '../../core/kubernetes.ts';
import { matchesSelector } from '../selectors.ts';
import { isMap, type Field } from './field.ts';
import { validateLabels } from './meta.ts';
import { labelValue, qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';

const withValues = ['In', 'NotIn'];
const withoutValues = ['Exists', 'DoesNotExist'];

/** ValidateLabelSelector. A missing selector has nothing wrong with it. */
export function validateLabelSelector(problems: Problems, selector: Field): void {
  validateLabels(problems, selector.child('matchLabels'));
  for (const item of selector.child('matchExpressions').items()) {
    validateOperator(problems, item, [...withValues, ...withoutValues]);
    problems.check(item.child('key'), qualifiedName(item.child('key').text));
    for (const value of item.child('values').items()) problems.check(value, labelValue(value.text));
  }
}

/** That a requirement has a known operator and as many values as it takes. */
export function validateOperator(problems: Problems, requirement: Field, operators: readonly string[]): void {
  const [operator, values] = [requirement.child('operator'), requirement.child('values')];
  if (!operators.includes(operator.text)) problems.unsupported(operator, operators);
  else if (withValues.includes(operator.text) && values.size === 0) {
    problems.required(values, `${operator.text} compares with a list of values.`);
  } else if (withoutValues.includes(operator.text) && values.size > 0) {
    problems.forbidden(values, `${operator.text} takes no values.`);
  }
}

/** A selector of `spec.selector` that a workload must have (Deployment, ReplicaSet, StatefulSet). True if it can be compared with labels. */
export function validateOwnSelector(problems: Problems, selector: Field): boolean {
  if (!selector.isSet) {
    problems.required(selector, 'It says by which labels the workload finds its own pods.');
    return false;
  }
  const before = problems.list.length;
  validateLabelSelector(problems, selector);
  if (isEmptySelector(selector)) {
    problems.say(
      selector,
      'selector is empty',
      'It must name at least one label: an empty one would select every pod.',
    );
  }
  return problems.list.length === before;
}

export function isEmptySelector(selector: Field): boolean {
  return selector.child('matchLabels').size + selector.child('matchExpressions').size === 0;
}

/** Whether labels match; what is no selector matches nothing. */
export function selects(selector: Field, labels: Readonly<Record<string, string>>): boolean {
  if (!isMap(selector.value)) return false;
  const matchExpressions = selector
    .child('matchExpressions')
    .items()
    .map((item) => ({
      key: item.child('key').text,
      operator: item.child('operator').text,
      values: item.child('values').texts,
    }));
  const parsed: LabelSelector = { matchLabels: selector.child('matchLabels').labels, matchExpressions };
  return matchesSelector(parsed, labels);
}

/** That the pods of a workload carry the labels it selects by. */
export function validateSelectorMatch(problems: Problems, selector: Field, template: Field): void {
  const labels = template.at('metadata', 'labels');
  if (selects(selector, labels.labels)) return;
  const wanted = selector.child('matchLabels').labels;
  const wrong = Object.entries(wanted).filter(([key, value]) => labels.labels[key] !== value);
  const said = wrong.map(([key, value]) => {
    const has = labels.labels[key];
    return `${key}=${value} (the template has ${has === undefined ? 'no such label' : `${key}=${has}`})`;
  });
  const explanation =
    said.length > 0
      ? `The selector asks for ${said.join(', ')}.`
      : 'A requirement of matchExpressions is not met by the labels of the template.';
  const missing = wrong.filter(([key]) => labels.labels[key] === undefined);
  const fixable = missing.length > 0 && missing.length === wrong.length && isMap(labels.value);
  const fix = {
    description: `Give the template ${missing.map(([key, value]) => `${key}=${value}`).join(', ')}`,
    edits: missing.map(([key, value]) => ({ kind: 'insert' as const, path: labels.place, key, value })),
  };
  const title = 'the selector does not match the labels of the template';
  problems.within('selector-mismatch').say(labels, title, explanation, fixable ? fix : undefined);
}
