import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { hookHandlers, validateHandler } from './handlers.ts';

/** postStart and preStop (validateLifecycle). `stopSignal` is behind a gate that is off, so it is dropped. */
export function validateHooks(outer: Context, container: Field, graceSeconds: number | undefined): void {
  const context = { ...outer, problems: outer.problems.within('hook-invalid') };
  for (const name of ['postStart', 'preStop']) {
    const hook = container.at('lifecycle', name);
    if (hook.isSet) validateHandler(context, hook, hookHandlers, graceSeconds);
  }
}

export function forbidHooks({ problems }: Context, container: Field): void {
  const lifecycle = container.child('lifecycle');
  if (!lifecycle.isSet || isOnlyStopSignal(lifecycle)) return;
  const why =
    'An init container runs to its end and has no hooks; with restartPolicy: Always it is a sidecar, which may have some.';
  problems.within('hook-invalid').forbidden(lifecycle, why);
}

function isOnlyStopSignal(lifecycle: Field): boolean {
  return (
    lifecycle.child('stopSignal').isSet && !lifecycle.child('postStart').isSet && !lifecycle.child('preStop').isSet
  );
}
