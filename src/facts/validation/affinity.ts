import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateMatchLabelKeys } from './match-label-keys.ts';
import { dnsLabel, dnsSubdomain, labelValue, qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';
import { validateLabelSelector, validateOperator } from './selectors.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** spec.affinity (validateAffinity). `labels`: those of the pod, for a pod itself. */
export function validateAffinity(context: Context, affinity: Field, labels: Readonly<Record<string, string>>): void {
  validateNodeAffinity(context, affinity.child('nodeAffinity'));
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    const one = affinity.child(name);
    for (const term of one.child(required).items()) validatePodTerm(context, term, labels);
    for (const weighted of one.child(preferred).items()) {
      validateWeight(context.problems, weighted.child('weight'));
      validatePodTerm(context, weighted.child('podAffinityTerm'), labels);
    }
  }
}

function validateWeight(problems: Problems, weight: Field): void {
  if (!weight.isSet) problems.required(weight, 'Every preference has a weight from 1 to 100.');
  else problems.inRange(weight, 1, 100);
}

function validateNodeAffinity({ problems, has }: Context, affinity: Field): void {
  const selector = affinity.child(required);
  const terms = selector.child('nodeSelectorTerms');
  if (selector.isSet && terms.size === 0) {
    problems.required(terms, 'A required node affinity has at least one term; without any no node would do.');
  }
  for (const term of terms.items()) validateNodeTerm(problems, term, has('nodeAffinityValues'));
  for (const weighted of affinity.child(preferred).items()) {
    validateWeight(problems, weighted.child('weight'));
    // Values of preferences are not looked at: what is no label value just never matches.
    validateNodeTerm(problems, weighted.child('preference'), false);
  }
}

const nodeOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function validateNodeTerm(problems: Problems, term: Field, withValues: boolean): void {
  for (const requirement of term.child('matchExpressions').items()) {
    const [key, operator, values] = [
      requirement.child('key'),
      requirement.child('operator'),
      requirement.child('values'),
    ];
    validateOperator(problems, requirement, nodeOperators);
    if (['Gt', 'Lt'].includes(operator.text) && values.size !== 1) {
      problems.required(values, `${operator.text} compares with exactly one number.`);
    }
    problems.check(key, qualifiedName(key.text));
    if (withValues) for (const value of values.items()) problems.check(value, labelValue(value.text));
  }
  for (const requirement of term.child('matchFields').items()) validateNodeField(problems, requirement);
}

function validateNodeField(problems: Problems, requirement: Field): void {
  const [key, operator, values] = [
    requirement.child('key'),
    requirement.child('operator'),
    requirement.child('values'),
  ];
  if (!['In', 'NotIn'].includes(operator.text)) problems.unsupported(operator, ['In', 'NotIn']);
  else if (values.size !== 1) problems.required(values, 'matchFields compare with exactly one value.');
  if (key.text !== 'metadata.name') problems.unsupported(key, ['metadata.name']);
  else for (const value of values.items()) problems.check(value, dnsSubdomain(value.text));
}

/** validatePodAffinityTerm. */
function validatePodTerm(context: Context, term: Field, labels: Readonly<Record<string, string>>): void {
  const { problems } = context;
  validateLabelSelector(problems, term.child('labelSelector'));
  validateLabelSelector(problems, term.child('namespaceSelector'));
  for (const namespace of term.child('namespaces').items()) {
    problems.check(namespace.under(term, 'namespace'), dnsLabel(namespace.text));
  }
  validateMatchLabelKeys(context, term, labels);
  const key = term.child('topologyKey');
  if (key.text === '') {
    problems.required(
      key,
      'It names the label of nodes that says what counts as one place, such as kubernetes.io/hostname.',
    );
  } else problems.check(key, qualifiedName(key.text));
}
