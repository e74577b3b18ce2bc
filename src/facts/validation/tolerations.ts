import type { Field } from './field.ts';
import { labelValue, qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** ValidateTolerations. Lt and Gt are behind a gate that is off (TaintTolerationComparisonOperators). */
export function validateTolerations(list: Problems, tolerations: Field): void {
  const problems = list.within('toleration-invalid');
  for (const toleration of tolerations.items()) {
    const [key, operator, effect] = [toleration.child('key'), toleration.child('operator'), toleration.child('effect')];
    if (key.text !== '') problems.check(key, qualifiedName(key.text));
    else if (operator.text !== 'Exists') {
      const title = 'a toleration without a key needs operator Exists';
      const why =
        'Without a key it matches every taint, so there is nothing to compare; name a key or write operator: Exists.';
      problems.say(operator, title, why);
    }
    if (toleration.child('tolerationSeconds').isSet && effect.text !== 'NoExecute') {
      const title = 'tolerationSeconds needs effect NoExecute';
      problems.say(effect, title, 'Only NoExecute removes running pods, so only there a time makes sense.');
    }
    validateComparison(problems, operator, toleration.child('value'));
    if (effect.text !== '') problems.oneOf(effect, effects);
  }
}

function validateComparison(problems: Problems, operator: Field, value: Field): void {
  const at = value.isSet ? value.named(operator.path) : operator;
  if (operator.text === 'Exists') {
    if (value.text === '') return;
    problems.say(
      at,
      'a toleration with operator Exists has a value',
      'Exists compares no value: leave it out, or use Equal.',
    );
  } else if (operator.text === 'Equal' || operator.text === '') problems.check(at, labelValue(value.text));
  else problems.unsupported(operator, ['Equal', 'Exists']);
}
