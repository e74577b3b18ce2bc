import type { Context } from './context.ts';
import type { Field } from './field.ts';
import type { Problems } from './problems.ts';

const most = { rules: 20, exitCodes: 255 };

/**
 * restartPolicy and restartPolicyRules of an app container (validateContainerRestartPolicy). 1.34 knows the fields and drops them, because
 * their gate is off; older ones know only restartPolicy, and that of init containers.
 */
export function validateRestart({ problems: list, has }: Context, container: Field): void {
  const problems = list.within('restart-policy-invalid');
  const policy = container.child('restartPolicy');
  if (has('containerRestartRules')) validateRules(problems, container, has('restartAllContainers'));
  else if (!has('containerRestartFields') && policy.isSet) {
    problems.forbidden(policy, 'Before 1.34 only init containers have one: Always makes them sidecars.');
  }
}

/** Of an init container, where Always makes it a sidecar (validateInitContainerRestartPolicy). */
export function validateInitRestart({ problems: list, has }: Context, container: Field): void {
  const problems = list.within('restart-policy-invalid');
  const [policy, rules] = [container.child('restartPolicy'), container.child('restartPolicyRules')];
  if (!has('containerRestartRules')) {
    if (!has('containerRestartFields')) problems.oneOf(policy, ['Always']);
    return;
  }
  if (policy.text === 'Always' && !has('restartAllContainers')) {
    if (rules.size > 0) problems.forbidden(rules, 'A sidecar is restarted always, whatever its exit code.');
    return;
  }
  validateRules(problems, container, has('restartAllContainers'));
}

function validateRules(problems: Problems, container: Field, withAll: boolean): void {
  const [policy, rules] = [container.child('restartPolicy'), container.child('restartPolicyRules')];
  if (policy.isSet) problems.oneOf(policy, ['Always', 'Never', 'OnFailure']);
  else if (rules.size > 0)
    problems.required(policy, 'restartPolicyRules need the restartPolicy that holds where no rule does.');
  problems.tooMany(rules, most.rules);
  const actions = withAll ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  for (const rule of rules.items()) {
    const [action, codes] = [rule.child('action'), rule.child('exitCodes')];
    if (!actions.includes(action.text)) problems.unsupported(action, actions);
    if (!codes.isSet) {
      problems.required(codes, 'A rule says for which exit codes it holds.');
      continue;
    }
    const operator = codes.child('operator');
    if (!['In', 'NotIn'].includes(operator.text)) problems.unsupported(operator, ['In', 'NotIn']);
    problems.tooMany(codes.child('values'), most.exitCodes);
  }
}

/** resizePolicy: what a change of cpu or memory in place does to the container (validateResizePolicy). */
export function validateResizePolicy({ problems, has }: Context, container: Field, podRestartPolicy: string): void {
  if (!has('resizePolicy')) return;
  const list = container.child('resizePolicy');
  const seen = new Set<string>();
  for (const item of list.items()) {
    const [resource, policy] = [item.child('resourceName'), item.child('restartPolicy')];
    if (seen.has(resource.text)) problems.duplicate(resource.named(item.path));
    seen.add(resource.text);
    if (!['cpu', 'memory'].includes(resource.text)) problems.unsupported(resource.named(list.path), ['cpu', 'memory']);
    if (!['NotRequired', 'RestartContainer'].includes(policy.text)) {
      problems.unsupported(policy.named(list.path), ['NotRequired', 'RestartContainer']);
    } else if (podRestartPolicy === 'Never' && policy.text !== 'NotRequired') {
      const allowed = "The pod's restartPolicy is Never, so only NotRequired is allowed.";
      problems.invalid(policy.named(list.path), { says: 'would restart a container that is never restarted', allowed });
    }
    const isStep =
      /\.initContainers\[\d+\]$/.test(container.path) && container.child('restartPolicy').text !== 'Always';
    if (has('initResizeRestart') && isStep && policy.text === 'RestartContainer') {
      const allowed = 'An init container runs to its end; only a sidecar may be restarted for a resize.';
      problems.invalid(policy, { says: 'may not be set on an init container', allowed });
    }
  }
}

/** restartPolicy of a pod. Missing is Always by then. */
export function validatePodRestartPolicy({ problems }: Context, policy: Field): void {
  problems.within('restart-policy-invalid').oneOf(policy, ['Always', 'OnFailure', 'Never']);
}
