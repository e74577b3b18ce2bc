import type { Context } from './context.ts';
import { Field, isMap } from './field.ts';
import { localPath } from './paths.ts';
import { validateTolerations } from './tolerations.ts';
import { containersOfSpec } from './visit.ts';

const keys = {
  mirror: 'kubernetes.io/config.mirror',
  tolerations: 'scheduler.alpha.kubernetes.io/tolerations',
  deletionCost: 'controller.kubernetes.io/pod-deletion-cost',
  seccompPod: 'seccomp.security.alpha.kubernetes.io/pod',
  seccompContainer: 'container.seccomp.security.alpha.kubernetes.io/',
  appArmor: 'container.apparmor.security.beta.kubernetes.io/',
};

/** Annotations of pods that Kubernetes reads (ValidatePodSpecificAnnotations). */
export function validatePodAnnotations(context: Context, annotations: Field, spec: Field): void {
  for (const [key, value] of annotations.entries()) {
    if (key === keys.mirror) mirror(context, value, spec);
    else if (key === keys.tolerations) tolerations(context, value.named(annotations.path));
    else if (key === keys.deletionCost) deletionCost(context, value);
    else if (key === keys.seccompPod || key.startsWith(keys.seccompContainer)) {
      seccomp(context, value.under(annotations, key));
    } else if (key.startsWith(keys.appArmor)) appArmor(context, value, key.slice(keys.appArmor.length), spec);
  }
}

function mirror({ problems }: Context, value: Field, spec: Field): void {
  if (spec.child('nodeName').text !== '') return;
  problems.say(value, 'a mirror pod has no node', `The annotation ${keys.mirror} needs spec.nodeName.`);
}

/** Tolerations as JSON, from before there was a field for them. */
function tolerations(context: Context, value: Field): void {
  if (value.text === '') return;
  try {
    const list: unknown = JSON.parse(value.text);
    validateTolerations(context.problems, new Field(list, `${value.path}.${keys.tolerations}`, value.place));
  } catch {
    const allowed = 'It must be a JSON list of tolerations; better, use spec.tolerations.';
    context.problems.say(value, 'the annotation for tolerations is not JSON', allowed);
  }
}

function deletionCost({ problems }: Context, value: Field): void {
  const cost = Number(value.text);
  if (/^(0|-\d+|[1-9]\d*)$/.test(value.text) && cost >= -(2 ** 31) && cost < 2 ** 31) return;
  problems.invalid(value, {
    says: 'is not a deletion cost',
    allowed: 'It must be a whole number of 32 bits, in quotes.',
  });
}

function seccomp({ problems }: Context, value: Field): void {
  const { text } = value;
  if (['runtime/default', 'docker/default', 'unconfined'].includes(text)) return;
  if (text.startsWith('localhost/')) {
    localPath(problems, new Field(text.slice('localhost/'.length), value.path, value.place));
    return;
  }
  const allowed =
    'Allowed: runtime/default, unconfined and localhost/PATH; better, use securityContext.seccompProfile.';
  problems.invalid(value, { says: 'is no seccomp profile', allowed });
}

function appArmor({ problems }: Context, value: Field, container: string, spec: Field): void {
  if (!containersOfSpec(spec).some(({ field }) => field.child('name').text === container)) {
    problems.say(value, `there is no container ${container}`, 'The annotation must end with the name of a container.');
  }
  if (value.text === '' || /^(runtime\/default|unconfined)$|^localhost\//.test(value.text)) return;
  const allowed =
    'Allowed: runtime/default, unconfined and localhost/NAME; better, use securityContext.appArmorProfile.';
  problems.invalid(value, { says: 'is no AppArmor profile', allowed });
}

/** Where an annotation and a field name a profile, they must name the same (seccomp, and AppArmor but on Windows). */
export function validateProfilesMatch(context: Context, annotations: Field, spec: Field): void {
  const given = annotations.labels;
  const podSeccomp = spec.at('securityContext', 'seccompProfile');
  compare(context, podSeccomp, given[keys.seccompPod], ['runtime/default', 'docker/default'], 'seccomp');
  const windows = spec.at('os', 'name').text === 'windows';
  const podAppArmor = spec.at('securityContext', 'appArmorProfile');
  for (const { field } of containersOfSpec(spec)) {
    const name = field.child('name').text;
    const security = field.child('securityContext');
    const seccompKey = `${keys.seccompContainer}${name}`;
    compare(
      context,
      security.child('seccompProfile'),
      given[seccompKey],
      ['runtime/default', 'docker/default'],
      'seccomp',
    );
    const annotation = given[`${keys.appArmor}${name}`];
    if (windows || annotation === undefined) continue;
    const own = security.child('appArmorProfile');
    // On a Pod the annotation becomes the container's field before they are compared; on a template it is compared with the pod's.
    const inherited = context.isPod && isAppArmor(annotation) ? undefined : podAppArmor;
    const profile = own.isSet ? own : inherited;
    if (profile?.isSet)
      compare(context, new Field(profile.value, own.path, own.place), annotation, ['runtime/default'], 'AppArmor');
  }
}

function isAppArmor(annotation: string): boolean {
  return /^(runtime\/default|unconfined)$|^localhost\/./.test(annotation);
}

function compare(
  { problems }: Context,
  profile: Field,
  annotation: string | undefined,
  defaults: readonly string[],
  what: string,
): void {
  if (!isMap(profile.value) || annotation === undefined) return;
  const type = profile.child('type');
  const local = profile.child('localhostProfile');
  const why = `An annotation gives the ${what} profile as ${annotation}; both must say the same, or the annotation goes.`;
  const differs: Readonly<Record<string, boolean>> = {
    Unconfined: annotation !== 'unconfined',
    RuntimeDefault: !defaults.includes(annotation),
    Localhost: !annotation.startsWith('localhost/'),
  };
  if (differs[type.text]) problems.invalid(type, { says: 'differs from the annotation', allowed: why });
  else if (type.text === 'Localhost' && annotation !== `localhost/${local.text}`) {
    problems.invalid(local, { says: 'differs from the annotation', allowed: why });
  }
}
