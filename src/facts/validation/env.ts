import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateFieldRef, validateResourceFieldRef } from './field-refs.ts';
import { configKey, dnsLabel, dnsSubdomain, envVarName, namePrefix } from './names.ts';
import { noBacksteps } from './paths.ts';
import type { Problems } from './problems.ts';

/** Field paths that a variable may hold. */
const fieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** ValidateEnv. Values are never repeated: they may be secret. */
export function validateEnv(context: Context, env: Field): void {
  const { problems, has } = context;
  for (const variable of env.items()) {
    const name = variable.child('name');
    if (name.text === '') problems.required(name, 'Every variable has a name.');
    else problems.check(name, envVarName(name.text, has('relaxedEnvNames')));
    const source = variable.child('valueFrom');
    if (source.isSet) validateValueFrom(context, source, variable.child('value').text !== '');
  }
}

function validateValueFrom(context: Context, source: Field, hasValue: boolean): void {
  const { problems, has } = context;
  const names = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];
  if (has('envFiles')) names.push('fileKeyRef');
  const given = names.filter((name) => source.child(name).isSet);
  for (const name of given) validateSource(problems, source.child(name), name);
  if (given.length === 0) {
    problems.say(source, 'valueFrom has no source', `It needs one of ${names.join(', ')}.`);
  } else if (hasValue) {
    problems.say(source, 'the variable has both value and valueFrom', 'Exactly one of them may be given.');
  } else if (given.length > 1) {
    problems.say(source, `valueFrom has both ${given.join(' and ')}`, 'Exactly one source may be given.');
  }
}

function validateSource(problems: Problems, field: Field, name: string): void {
  if (name === 'fieldRef') validateFieldRef(problems, field, fieldPaths);
  else if (name === 'resourceFieldRef') validateResourceFieldRef(problems, field, false);
  else if (name === 'fileKeyRef') validateFileKey(problems, field);
  else validateKey(problems, field);
}

function validateKey(problems: Problems, reference: Field): void {
  const [name, key] = [reference.child('name'), reference.child('key')];
  if (name.text === '') problems.required(name, 'It names the object that holds the key.');
  else problems.check(name, dnsSubdomain(name.text));
  if (key.text === '') problems.required(key, 'It names the key that holds the value.');
  else problems.check(key, configKey(key.text));
}

function validateFileKey(problems: Problems, reference: Field): void {
  const [key, volume, path] = [reference.child('key'), reference.child('volumeName'), reference.child('path')];
  if (key.text === '') problems.required(key, 'It names the variable in the file.');
  else problems.check(key, envVarName(key.text, true));
  if (volume.text === '') problems.required(volume, 'It names the emptyDir volume that holds the file.');
  else problems.check(volume, dnsLabel(volume.text));
  if (path.text === '') problems.required(path, 'It is the path of the file in the volume.');
  else noBacksteps(problems, path);
}

/** ValidateEnvFrom. */
export function validateEnvFrom({ problems, has }: Context, envFrom: Field): void {
  for (const source of envFrom.items()) {
    const prefix = source.child('prefix');
    if (prefix.text !== '') problems.check(prefix, envVarName(prefix.text, has('relaxedEnvNames')));
    const given = ['configMapRef', 'secretRef'].filter((name) => source.child(name).isSet);
    for (const reference of given) {
      const name = source.at(reference, 'name');
      if (name.text === '') problems.required(name, 'It names the object whose keys become variables.');
      else problems.check(name, namePrefix(name.text, dnsSubdomain));
    }
    if (given.length === 1) continue;
    const title =
      given.length === 0 ? 'the source of variables is empty' : 'one source of variables has two references';
    problems.say(source.named(envFrom.path), title, 'Each entry of envFrom has either configMapRef or secretRef.');
  }
}

/** A file of variables lies in an emptyDir of the pod (validateFileKeyRefVolumes). */
export function validateFileKeyVolumes(
  { problems, has }: Context,
  container: Field,
  emptyDirs: ReadonlyMap<string, string>,
): void {
  if (!has('envFiles')) return;
  for (const variable of container.child('env').items()) {
    const name = variable.at('valueFrom', 'fileKeyRef', 'volumeName');
    if (!variable.at('valueFrom', 'fileKeyRef').isSet || name.text === '') continue;
    const kind = emptyDirs.get(name.text);
    if (kind === undefined) {
      problems
        .within('volume-undeclared')
        .invalid(name, { says: 'is not a volume of the pod', allowed: 'It must name one.' });
    } else if (kind !== 'emptyDir') {
      problems.invalid(name, {
        says: 'is not an emptyDir',
        allowed: 'Files of variables are read from an emptyDir only.',
      });
    }
  }
}
