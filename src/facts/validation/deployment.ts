import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateObjectMeta } from './meta.ts';
import { dnsSubdomain } from './names.ts';
import { amountOf, validateAmountOfPods } from './rolling.ts';
import { validateOwnSelector, validateSelectorMatch } from './selectors.ts';
import { validateLastingTemplate } from './workload.ts';

/** ValidateReplicaSet. */
export function validateReplicaSet(context: Context, object: Field): void {
  validateReplicated(context, object, 'ReplicaSet');
}

/** ValidateDeployment. */
export function validateDeployment(context: Context, object: Field): void {
  const { problems } = context;
  validateReplicated(context, object, 'Deployment');
  const spec = object.child('spec');
  validateStrategy(context, spec.child('strategy'));
  problems.negative(spec.child('revisionHistoryLimit'));
  const [deadline, minReady] = [spec.child('progressDeadlineSeconds'), spec.child('minReadySeconds').number ?? 0];
  const seconds = deadline.number ?? 0;
  if (!deadline.isSet) return;
  if (seconds < 0) problems.negative(deadline);
  else if (seconds <= minReady) {
    const allowed = `A pod counts as available after minReadySeconds, ${minReady} s; the deadline must be later.`;
    problems.invalid(deadline, { says: `is not above minReadySeconds (${minReady})`, allowed });
  }
}

function validateReplicated(context: Context, object: Field, kind: string): void {
  const { problems } = context;
  const spec = object.child('spec');
  validateObjectMeta(problems, object.child('metadata'), dnsSubdomain);
  problems.negative(spec.child('replicas'));
  problems.negative(spec.child('minReadySeconds'));
  if (validateOwnSelector(problems, spec.child('selector'))) {
    validateSelectorMatch(problems, spec.child('selector'), spec.child('template'));
  }
  validateLastingTemplate(context, spec.child('template'), kind);
}

const types = ['Recreate', 'RollingUpdate'];

function validateStrategy({ problems }: Context, strategy: Field): void {
  const [type, rolling] = [strategy.child('type'), strategy.child('rollingUpdate')];
  if (!types.includes(type.text)) return problems.unsupported(type.under(strategy), types);
  if (type.text === 'Recreate') {
    if (rolling.isSet)
      problems.forbidden(rolling, 'type Recreate stops all pods before new ones start: nothing rolls.');
    return;
  }
  const [unavailable, surge] = [rolling.child('maxUnavailable'), rolling.child('maxSurge')];
  validateAmountOfPods(problems, unavailable, true);
  validateAmountOfPods(problems, surge, false);
  if (amountOf(unavailable) !== 0 || amountOf(surge) !== 0) return;
  const explanation =
    'With neither a pod less nor a pod more nothing could ever be replaced; let one of them be above 0.';
  problems.say(unavailable, 'maxUnavailable and maxSurge are both 0', explanation);
}
