import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateAnnotations, validateLabels } from './meta.ts';
import { dnsLabel, dnsSubdomain } from './names.ts';
import type { Problems } from './problems.ts';
import { milliOf } from './resource-names.ts';
import { validateLabelSelector } from './selectors.ts';

/** The claim of an ephemeral volume (ValidatePersistentVolumeClaimTemplate). */
export function validateClaimTemplate(context: Context, template: Field): void {
  const { problems } = context;
  const metadata = template.child('metadata');
  validateAnnotations(problems, metadata.child('annotations'));
  validateLabels(problems, metadata.child('labels'));
  for (const field of otherMetadata) {
    const given = metadata.child(field);
    // An empty list is set, as Go's reflection has it; an empty text and generation 0 are not.
    if (!given.isSet || given.value === '' || (field === 'generation' && given.value === 0)) continue;
    problems.forbidden(given, 'The claim gets its name from the pod; only labels and annotations may be given.');
  }
  validateClaimSpec(context, template.child('spec'));
}

const otherMetadata = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec({ problems, has }: Context, spec: Field): void {
  validateAccessModes(problems, spec.child('accessModes'));
  validateLabelSelector(problems, spec.child('selector'));
  const storage = spec
    .at('resources', 'requests')
    .entries()
    .find(([name]) => name === 'storage')?.[1];
  const path = `${spec.path}.resources[storage]`;
  const size = milliOf(storage?.value);
  if (!storage) {
    problems.required(spec.at('resources', 'requests', 'storage').named(path), 'It says how large the volume must be.');
  } else if (size !== undefined && size <= 0n) {
    problems.invalid(storage.named(path), {
      says: 'is not more than 0',
      allowed: 'It says how large the volume must be.',
    });
  }
  const classes = ['storageClassName', ...(has('volumeAttributesClass') ? ['volumeAttributesClassName'] : [])];
  for (const name of classes.map((one) => spec.child(one))) {
    if (name.text !== '') problems.check(name, dnsSubdomain(name.text));
  }
  problems.oneOf(spec.child('volumeMode'), ['Block', 'Filesystem']);
  validateDataSources(problems, spec);
}

function validateAccessModes(problems: Problems, modes: Field): void {
  if (modes.size === 0) problems.required(modes, `It needs at least one of ${accessModes.join(', ')}.`);
  for (const mode of modes.items()) {
    if (!accessModes.includes(mode.text)) problems.unsupported(mode.named(modes.path), accessModes);
  }
  const known = modes.texts.filter((mode) => accessModes.includes(mode));
  if (!known.includes('ReadWriteOncePod') || known.every((mode) => mode === 'ReadWriteOncePod')) return;
  problems.say(modes, 'ReadWriteOncePod stands beside other modes', 'ReadWriteOncePod must be the only mode.');
}

function validateDataSources(problems: Problems, spec: Field): void {
  const [source, reference] = [spec.child('dataSource'), spec.child('dataSourceRef')];
  for (const one of [source, reference]) if (one.isSet) validateDataSource(problems, one);
  const namespace = reference.child('namespace');
  if (namespace.text !== '') problems.check(namespace, dnsLabel(namespace.text));
  if (!source.isSet || !reference.isSet) return;
  const at = source.named(spec.path);
  if (namespace.text !== '') {
    problems.say(at, 'dataSource stands beside dataSourceRef with a namespace', 'Leave dataSource out.');
  } else if (['apiGroup', 'kind', 'name'].some((field) => source.child(field).text !== reference.child(field).text)) {
    problems.say(at, 'dataSource and dataSourceRef differ', 'Where both are given they must say the same.');
  }
}

function validateDataSource(problems: Problems, source: Field): void {
  const [group, kind, name] = [source.child('apiGroup'), source.child('kind'), source.child('name')];
  if (name.text === '') problems.required(name, 'It names the object that the volume is filled from.');
  if (kind.text === '') problems.required(kind, 'It is the kind of that object.');
  if (group.text !== '') problems.check(group, dnsSubdomain(group.text));
  else if (kind.text !== 'PersistentVolumeClaim') {
    problems.invalid(kind.named(source.path), {
      says: 'needs an apiGroup',
      allowed: 'Without an apiGroup only PersistentVolumeClaim is known.',
    });
  }
}
