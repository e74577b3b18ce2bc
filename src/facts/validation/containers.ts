import type { Context, PodScope } from './context.ts';
import { validateEnv, validateEnvFrom, validateFileKeyVolumes } from './env.ts';
import type { Field } from './field.ts';
import { forbidHooks, validateHooks } from './hooks.ts';
import { validateMounts } from './mounts.ts';
import { dnsLabel } from './names.ts';
import { validateHostPorts, validatePorts } from './ports.ts';
import { forbidProbes, validateProbes } from './probes.ts';
import { validateContainerResources } from './resources.ts';
import { validateInitRestart, validateResizePolicy, validateRestart } from './restart.ts';
import { validateSecurityContext } from './security.ts';

/** Containers of all kinds with what they may not have in common (validateContainers, -InitContainers, -EphemeralContainers). */
export function validateContainers(context: Context, spec: Field, scope: PodScope): void {
  const names = new Map<string, Field>();
  validateAppContainers(context, spec, scope, names);
  for (const container of spec.child('initContainers').items()) validateInitContainer(context, container, scope, names);
  const ephemeral = spec.child('ephemeralContainers');
  if (ephemeral.size > 0) {
    const why = 'Ephemeral containers are added to a running pod only, as kubectl debug does.';
    context.problems.forbidden(ephemeral, why);
  }
}

function validateAppContainers(context: Context, spec: Field, scope: PodScope, names: Map<string, Field>): void {
  const containers = spec.child('containers');
  if (containers.size === 0) {
    context.problems.required(containers, 'A pod has at least one container.');
    return;
  }
  for (const container of containers.items()) {
    validateContainer(context, container, scope);
    requireUniqueName(context, container, names);
    validateHooks(context, container, scope.graceSeconds);
    validateProbes(context, container);
    validateRestart(context, container);
  }
  validateHostPorts(context.problems, containers.items());
}

function validateInitContainer(context: Context, container: Field, scope: PodScope, names: Map<string, Field>): void {
  validateContainer(context, container, scope);
  requireUniqueName(context, container, names);
  validateInitRestart(context, container);
  validateHostPorts(context.problems, [container]);
  if (container.child('restartPolicy').text === 'Always') {
    validateHooks(context, container, scope.graceSeconds);
    validateProbes(context, container);
  } else {
    forbidHooks(context, container);
    forbidProbes(context, container);
  }
}

function requireUniqueName({ problems }: Context, container: Field, names: Map<string, Field>): void {
  const name = container.child('name');
  if (name.text === '') return;
  const first = names.get(name.text);
  if (first) problems.duplicate(name, first);
  else names.set(name.text, name);
}

/** What holds for containers of every kind (validateContainerCommon). */
function validateContainer(context: Context, container: Field, scope: PodScope): void {
  const { problems } = context;
  const name = container.child('name');
  if (name.text === '') problems.required(name, 'Every container has a name.');
  else problems.check(name, dnsLabel(name.text));
  validateImage(context, container.child('image'));
  problems.oneOf(container.child('terminationMessagePolicy'), ['File', 'FallbackToLogsOnError']);
  validatePorts(problems, container.child('ports'));
  validateEnv(context, container.child('env'));
  validateEnvFrom(context, container.child('envFrom'));
  validateFileKeyVolumes(context, container, scope.volumes);
  validateMounts(context, container, scope);
  validatePullPolicy(context, container.child('imagePullPolicy'));
  validateContainerResources(context, container.child('resources'), scope.claims);
  validateResizePolicy(context, container, scope.restartPolicy);
  validateSecurityContext(context, container.child('securityContext'), scope.hostUsers);
}

function validateImage({ problems, isPod }: Context, image: Field): void {
  if (image.text === '') problems.required(image, 'A container is made from an image.');
  else if (isPod && image.text.trim() !== image.text) {
    problems.invalid(image, { says: 'has white space at its ends', allowed: 'It must be the bare name of the image.' });
  }
}

export function validatePullPolicy({ problems }: Context, policy: Field): void {
  if (policy.isSet) problems.oneOf(policy, ['Always', 'IfNotPresent', 'Never']);
}
