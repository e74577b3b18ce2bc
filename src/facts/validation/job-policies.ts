import type { Field } from './field.ts';
import { qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';

const most = { rules: 20, exitCodes: 255, conditions: 20, indexText: 64 * 1024 };
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

/** podFailurePolicy (validatePodFailurePolicy). */
export function validateFailurePolicy(problems: Problems, spec: Field): void {
  const rules = spec.at('podFailurePolicy', 'rules');
  problems.tooMany(rules, most.rules);
  const names = ['initContainers', 'containers'].flatMap((list) =>
    spec
      .at('template', 'spec', list)
      .items()
      .map((container) => container.child('name').text),
  );
  for (const rule of rules.items()) {
    const [action, codes, conditions] = [
      rule.child('action'),
      rule.child('onExitCodes'),
      rule.child('onPodConditions'),
    ];
    if (!actions.includes(action.text)) problems.unsupported(action, actions);
    else if (action.text === 'FailIndex' && !spec.child('backoffLimitPerIndex').isSet) {
      problems.invalid(action, {
        says: 'needs backoffLimitPerIndex',
        allowed: 'Without it indexes do not fail for themselves.',
      });
    }
    if (codes.isSet) validateExitCodes(problems, codes, names);
    problems.tooMany(conditions, most.conditions);
    for (const pattern of conditions.items()) validatePattern(problems, pattern);
    if (codes.isSet === conditions.size > 0) {
      const title = codes.isSet ? 'the rule has both onExitCodes and onPodConditions' : 'the rule has no condition';
      problems.say(rule, title, 'It needs either onExitCodes or onPodConditions.');
    }
  }
}

function validatePattern(problems: Problems, pattern: Field): void {
  const [type, status] = [pattern.child('type'), pattern.child('status')];
  if (type.text === '') problems.required(type, 'It is the type of a condition of the pod.');
  else problems.check(type, qualifiedName(type.text));
  if (!['True', 'False', 'Unknown'].includes(status.text)) problems.unsupported(status, ['False', 'True', 'Unknown']);
}

function validateExitCodes(problems: Problems, codes: Field, names: readonly string[]): void {
  const [operator, values, container] = [codes.child('operator'), codes.child('values'), codes.child('containerName')];
  if (!['In', 'NotIn'].includes(operator.text)) problems.unsupported(operator, ['In', 'NotIn']);
  if (container.isSet && !names.includes(container.text)) {
    problems.invalid(container, {
      says: 'is no container of the template',
      allowed: `There are ${names.join(', ') || 'none'}.`,
    });
  }
  if (values.size === 0) problems.required(values, 'It lists exit codes in rising order.');
  problems.tooMany(values, most.exitCodes);
  const given: number[] = [];
  for (const value of values.items()) {
    const code = value.number ?? 0;
    if (operator.text === 'In' && code === 0) {
      problems.invalid(value, { says: 'is no failure', allowed: 'In may not contain 0, the exit code of success.' });
    }
    if (given.includes(code)) problems.duplicate(value);
    given.push(code);
  }
  const sorted = [...given].sort((a, b) => a - b);
  if (sorted.some((code, index) => code !== given[index])) {
    const codes = [...new Set(sorted)].slice(0, 20).join(', ');
    problems.invalid(values, { says: 'is not in rising order', allowed: `Write [${codes}].` });
  }
}

/** podReplacementPolicy (validatePodReplacementPolicy). */
export function validateReplacement(problems: Problems, spec: Field): void {
  const policy = spec.child('podReplacementPolicy');
  if (spec.child('podFailurePolicy').isSet && policy.text === 'TerminatingOrFailed') {
    const allowed = 'podFailurePolicy judges pods that have failed, so only Failed is allowed.';
    problems.invalid(policy, { says: 'does not go with podFailurePolicy', allowed });
  } else problems.oneOf(policy, ['Failed', 'TerminatingOrFailed']);
}

/** successPolicy of an Indexed Job (validateSuccessPolicy). */
export function validateSuccessPolicy(problems: Problems, spec: Field): void {
  const rules = spec.at('successPolicy', 'rules');
  const completions = spec.child('completions').number;
  if (rules.size === 0) problems.required(rules, 'A success policy has at least one rule.');
  problems.tooMany(rules, most.rules);
  for (const rule of rules.items()) {
    const [count, indexes] = [rule.child('succeededCount'), rule.child('succeededIndexes')];
    if (!count.isSet && !indexes.isSet) {
      problems.say(rule, 'the rule has no condition', 'It needs succeededIndexes, succeededCount or both.');
    }
    if (completions === undefined) continue;
    const total = indexes.isSet ? validateIndexes(problems, indexes, completions) : undefined;
    problems.negative(count);
    const most = Math.min(completions, total ?? completions);
    if ((count.number ?? 0) <= most) continue;
    problems.invalid(count, { says: 'is more than there are', allowed: `There are ${most} indexes that can count.` });
  }
}

/** Indexes as `1,3-5,7`; gives how many they are, 0 where they cannot be read (validateIndexesFormat). */
function validateIndexes(problems: Problems, field: Field, completions: number): number {
  if (field.text.length > most.indexText) {
    problems.say(field, 'succeededIndexes is too long', `At most ${most.indexText} characters are allowed.`);
  }
  if (field.text === '') return 0;
  let [last, total] = [-1, 0];
  for (const part of field.text.split(',')) {
    const [, from, , to] = /^([+-]?\d+)(-(\+?\d+))?$/.exec(part) ?? [];
    const [first, end] = [Number(from), Number(to ?? from)];
    const fine =
      from !== undefined && end < completions && (to === undefined || first < end) && (total === 0 || first > last);
    if (!fine) {
      const allowed = `It lists indexes below ${completions} in rising order, such as 1,3-5.`;
      problems.invalid(field, { says: 'is no list of indexes', allowed });
      return 0;
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}
