import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validatePodTemplate } from './pod.ts';

/** The template of a workload whose pods run for ever: restarted always, without a deadline. */
export function validateLastingTemplate(context: Context, template: Field, kind: string): void {
  validatePodTemplate(context, template);
  requireLasting(context, template, kind);
}

/** `isOnlyHere`: nobody else looks whether the restart policy exists. */
export function requireLasting({ problems }: Context, template: Field, kind: string, isOnlyHere = false): void {
  const [policy, deadline] = [template.at('spec', 'restartPolicy'), template.at('spec', 'activeDeadlineSeconds')];
  const isLasting = policy.text === 'Always';
  if (!isLasting && (isOnlyHere || ['OnFailure', 'Never'].includes(policy.text))) {
    const allowed = `The pods of a ${kind} run for ever, so only Always is allowed; for work that ends there are Jobs.`;
    problems.within('restart-policy-invalid').invalid(policy, { says: `is not allowed in a ${kind}`, allowed });
  }
  if (!deadline.isSet) return;
  problems.forbidden(deadline, `The pods of a ${kind} run for ever; a deadline is for Jobs and bare pods.`);
}
