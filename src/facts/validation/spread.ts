import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateMatchLabelKeys, validateSpreadKeysApart } from './match-label-keys.ts';
import { validateLabelSelector } from './selectors.ts';

const actions = ['DoNotSchedule', 'ScheduleAnyway'];
const mostSkew = 2 ** 31 - 1;

/** topologySpreadConstraints (validateTopologySpreadConstraints). `labels`: those of the pod, for a pod itself. */
export function validateSpread(context: Context, constraints: Field, labels: Readonly<Record<string, string>>): void {
  const { problems } = context;
  const items = constraints.items();
  for (const [index, constraint] of items.entries()) {
    const [skew, key, action] = ['maxSkew', 'topologyKey', 'whenUnsatisfiable'].map((name) =>
      constraint.child(name),
    ) as [Field, Field, Field];
    if (!skew.isSet || skew.number === 0)
      problems.required(skew, 'It says by how many pods places may differ: 1 or more.');
    else problems.inRange(skew, 1, mostSkew);
    if (key.text === '') problems.required(key, 'It names the label of nodes that says what counts as one place.');
    if (!actions.includes(action.text)) problems.unsupported(action, actions);
    const same = items
      .slice(index + 1)
      .find(
        (other) =>
          other.child('topologyKey').text === key.text && other.child('whenUnsatisfiable').text === action.text,
      );
    if (same) {
      const title = `two constraints are for ${key.text} and ${action.text}`;
      problems
        .within('duplicate-name')
        .say(key.named(`${constraint.path}.{topologyKey, whenUnsatisfiable}`), title, `The other is ${same.place}.`);
    }
    validateMinDomains(context, constraint, action);
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'])
      problems.oneOf(constraint.child(policy), ['Honor', 'Ignore']);
    if (context.has('mergedSpreadSelector')) validateMatchLabelKeys(context, constraint, labels);
    else validateSpreadKeysApart(context, constraint);
    validateLabelSelector(problems, constraint.child('labelSelector'));
  }
}

function validateMinDomains({ problems }: Context, constraint: Field, action: Field): void {
  const least = constraint.child('minDomains');
  if (!least.isSet) return;
  if ((least.number ?? 0) < 1)
    problems.invalid(least, { says: 'is not more than 0', allowed: 'It must be 1 or more.' });
  if (action.text === 'DoNotSchedule') return;
  const title = 'minDomains needs whenUnsatisfiable: DoNotSchedule';
  problems.say(least, title, 'With ScheduleAnyway a pod is placed however few places there are.');
}
