import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { probeHandlers, validateHandler } from './handlers.ts';

export const probeFields = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** The three probes of a container that may have them (validateProbe and its callers). */
export function validateProbes(outer: Context, container: Field): void {
  const context = { ...outer, problems: outer.problems.within('probe-invalid') };
  const { problems } = context;
  for (const name of probeFields) {
    const probe = container.child(name);
    if (!probe.isSet) continue;
    validateHandler(context, probe, probeHandlers, undefined);
    for (const number of numbers) problems.negative(probe.child(number));
    const grace = probe.child('terminationGracePeriodSeconds');
    const success = probe.child('successThreshold');
    if (name === 'readinessProbe') {
      if (grace.isSet) problems.forbidden(grace, 'A failing readiness probe stops nothing, so it has no grace period.');
    } else if (success.isSet && success.number !== 1 && (success.number ?? 0) >= 0) {
      const allowed = `Only 1 is allowed: one success is enough for a ${name === 'livenessProbe' ? 'liveness' : 'startup'} probe.`;
      problems.invalid(success, { says: 'is not 1', allowed });
    }
    if (name !== 'readinessProbe' && grace.isSet && (grace.number ?? 0) <= 0) {
      problems.invalid(grace, {
        says: 'is no grace period',
        allowed: 'It must be 1 or more; left out, that of the pod counts.',
      });
    }
  }
}

/** Init containers that run to their end are neither probed nor hooked. */
export function forbidProbes({ problems }: Context, container: Field): void {
  for (const name of probeFields) {
    const probe = container.child(name);
    if (!probe.isSet) continue;
    const why =
      'An init container runs to its end and is not probed; with restartPolicy: Always it is a sidecar, which may be.';
    problems.within('probe-invalid').forbidden(probe, why);
  }
}
