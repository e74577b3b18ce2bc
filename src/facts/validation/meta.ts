import type { Field } from './field.ts';
import { dnsLabel, labelValue, namePrefix, qualifiedName, type Format } from './names.ts';
import type { Problems } from './problems.ts';

/** What a generated name gets behind its prefix, and how much of the prefix is kept (apiserver/pkg/storage/names). */
const generated = { kept: 58, suffix: 'xxxxx' };

/** The name that the object gets: its own, or one like those that are generated from `generateName`. Empty where it has neither. */
export function effectiveName(metadata: Field): string {
  const [name, prefix] = [metadata.child('name').text, metadata.child('generateName').text];
  return name || (prefix && `${prefix.slice(0, generated.kept)}${generated.suffix}`);
}

/** The field that the name comes from. */
export function nameField(metadata: Field): Field {
  const [name, prefix] = [metadata.child('name'), metadata.child('generateName')];
  return name.text === '' && prefix.text !== '' ? prefix.under(metadata, 'name') : name;
}

/** ValidateObjectMeta of an object that is created in a namespace. */
export function validateObjectMeta(problems: Problems, metadata: Field, format: Format): void {
  const [name, prefix] = [metadata.child('name'), metadata.child('generateName')];
  const namespace = metadata.child('namespace');
  if (prefix.text !== '') problems.check(prefix, namePrefix(prefix.text, format));
  if (name.text !== '') problems.check(name, format(name.text));
  else if (prefix.text === '') problems.required(name, 'Every object has a name, or a generateName to make one from.');
  else if (!namePrefix(prefix.text, format)) problems.check(nameField(metadata), format(effectiveName(metadata)));
  if (namespace.text !== '') problems.check(namespace, dnsLabel(namespace.text));
  validateLabels(problems, metadata.child('labels'));
  validateAnnotations(problems, metadata.child('annotations'));
  validateOwners(problems, metadata.child('ownerReferences'));
  validateFinalizers(problems, metadata.child('finalizers'));
}

/** Labels of any map: their keys and values. The API server names the map (`path`), not the key. */
export function validateLabels(problems: Problems, labels: Field): void {
  for (const [key, value] of labels.entries()) {
    const entry = value.named(labels.path);
    const fault = qualifiedName(key);
    if (fault) problems.say(entry, `the key ${JSON.stringify(key)} ${fault.says}`, fault.allowed);
    problems.check(entry, labelValue(value.text));
  }
}

const annotationBytes = 256 * 1024;

export function validateAnnotations(problems: Problems, annotations: Field): void {
  let size = 0;
  for (const [key, value] of annotations.entries()) {
    size += bytesOf(key) + bytesOf(value.text);
    const fault = qualifiedName(key.toLowerCase());
    if (fault)
      problems.say(value.named(annotations.path), `the key ${JSON.stringify(key)} ${fault.says}`, fault.allowed);
  }
  if (size > annotationBytes) {
    problems.say(annotations, `annotations take ${size} bytes`, `Together they may take ${annotationBytes} (256 KiB).`);
  }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function validateOwners(problems: Problems, owners: Field): void {
  let controller: Field | undefined;
  for (const owner of owners.items()) {
    const field = (name: string): Field => owner.child(name).under(owners, name);
    const version = field('apiVersion');
    if (!hasVersion(version.text)) problems.invalid(version, { says: 'has no version', allowed: 'Such as apps/v1.' });
    for (const name of ['kind', 'name', 'uid']) {
      if (field(name).text === '') problems.required(field(name), `Every owner reference has its ${name}.`);
    }
    if (version.text === 'v1' && field('kind').text === 'Event') {
      problems.say(owner.named(owners.path), 'an Event owns the object', 'An Event may not be an owner.');
    }
    if (owner.child('controller').flag !== true) continue;
    if (controller) {
      const title = 'two owners are controllers';
      problems.say(owner.named(owners.path), title, `Only one may have controller: true; ${controller.place} has it.`);
    } else controller = owner;
  }
}

/** schema.ParseGroupVersion: `v1` and `apps/v1` have a version; anything with two slashes has none. */
function hasVersion(apiVersion: string): boolean {
  const parts = apiVersion.split('/');
  return parts.length <= 2 && parts.at(-1) !== '';
}

/** Finalizers without a domain that Kubernetes has itself. */
const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

export function validateFinalizers(problems: Problems, finalizers: Field): void {
  const items = finalizers.items();
  for (const item of items) {
    const fault = qualifiedName(item.text);
    if (fault) problems.invalid(item.named(finalizers.path), fault);
    else if (!item.text.includes('/') && !standardFinalizers.includes(item.text)) {
      const allowed = "Finalizers of one's own are written with a domain: example.com/name.";
      problems.invalid(item, { says: 'has no domain', allowed });
    }
  }
  const texts = finalizers.texts;
  if (texts.includes('orphan') && texts.includes('foregroundDeletion')) {
    const title = 'orphan and foregroundDeletion contradict each other';
    problems.say(finalizers, title, 'At most one of these two finalizers may be set.');
  }
}
