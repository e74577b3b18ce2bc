import type { DocumentProblem } from '../../core/manifest.ts';
import { validateClaimSpec } from './claims.ts';
import type { Context } from './context.ts';
import { Field, isMap } from './field.ts';
import { validateAnnotations, validateLabels, validateObjectMeta } from './meta.ts';
import { dnsLabel } from './names.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import { validatePodTemplate } from './pod.ts';
import { validateOwnSelector, validateSelectorMatch } from './selectors.ts';
import { requireLasting } from './workload.ts';

/** ValidateStatefulSet. */
export function validateStatefulSet(context: Context, object: Field): void {
  const { problems, has } = context;
  const spec = object.child('spec');
  validateObjectMeta(problems, object.child('metadata'), dnsLabel);
  problems.oneOf(spec.child('podManagementPolicy'), ['OrderedReady', 'Parallel']);
  validateStrategy(context, spec.child('updateStrategy'));
  const retention = spec.child('persistentVolumeClaimRetentionPolicy');
  for (const when of ['whenDeleted', 'whenScaled']) problems.oneOf(retention.child(when), ['Retain', 'Delete']);
  if (has('statefulSetTemplate')) {
    for (const claim of spec.child('volumeClaimTemplates').items()) validateClaimSpec(context, claim.child('spec'));
  }
  for (const number of ['replicas', 'minReadySeconds']) problems.negative(spec.child(number));
  problems.negative(spec.at('ordinals', 'start'));
  const service = spec.child('serviceName');
  if (has('statefulSetServiceName') && service.text !== '') problems.check(service, dnsLabel(service.text));
  if (validateOwnSelector(problems, spec.child('selector'))) {
    validateSelectorMatch(problems, spec.child('selector'), spec.child('template'));
  }
  validateTemplate(context, spec);
  requireLasting(context, spec.child('template'), 'StatefulSet', !has('statefulSetTemplate'));
}

function validateStrategy({ problems }: Context, strategy: Field): void {
  const [type, rolling] = [strategy.child('type'), strategy.child('rollingUpdate')];
  const types = ['RollingUpdate', 'OnDelete'];
  if (!types.includes(type.text)) problems.unsupported(type.under(strategy), types);
  else if (type.text === 'OnDelete') {
    if (rolling.isSet) problems.forbidden(rolling, 'type OnDelete leaves the pods to you: nothing rolls.');
  } else problems.negative(rolling.child('partition'));
}

/** Before 1.34 only labels and annotations of the template are looked at; what is wrong with its spec keeps the pods from being made. */
function validateTemplate(context: Context, spec: Field): void {
  const template = spec.child('template');
  if (context.has('statefulSetTemplate')) {
    const before = context.problems.list.length;
    validatePodTemplate(context, withClaimVolumes(template, spec));
    renumberVolumes(context.problems.list, before, spec);
    return;
  }
  const labels = template.at('metadata', 'labels').under(template, 'labels');
  const annotations = template.at('metadata', 'annotations').under(template, 'annotations');
  validateLabels(context.problems, labels);
  validateAnnotations(context.problems, annotations);
  validatePodAnnotations(context, annotations, template.child('spec'));
}

/**
 * The template as the controller makes pods from it: a volume for every claim template, instead of one of the same name, and without
 * hostname and subdomain, which it sets itself. Volumes of claims come last, so that the others keep their places.
 */
export function withClaimVolumes(template: Field, spec: Field): Field {
  if (!isMap(template.value) || !isMap(template.value['spec'])) return template;
  const names = claimNames(spec);
  const podSpec: Record<string, unknown> = { ...template.value['spec'], hostname: '', subdomain: '' };
  const own: unknown[] = Array.isArray(podSpec['volumes']) ? podSpec['volumes'] : [];
  const volumes = own.map((volume) => {
    const name = new Field(volume).child('name').text;
    return names.includes(name) ? claimVolume(name) : volume;
  });
  const taken = new Set(own.map((volume) => new Field(volume).child('name').text));
  const added = [...new Set(names)].filter((name) => !taken.has(name)).map(claimVolume);
  return new Field(
    { ...template.value, spec: { ...podSpec, volumes: [...volumes, ...added] } },
    template.path,
    template.place,
  );
}

/** The API server has the volumes of claims first, so it counts the others from there. */
function renumberVolumes(list: DocumentProblem[], from: number, spec: Field): void {
  const names = claimNames(spec);
  const claims = new Set(names);
  const own = spec
    .at('template', 'spec', 'volumes')
    .items()
    .map((volume) => volume.child('name').text);
  for (const [index, problem] of list.entries()) {
    const [, before, position = '', behind = ''] =
      /^(spec\.template\.spec\.volumes\[)(\d+)(\].*)$/.exec(problem.path) ?? [];
    if (index < from || before === undefined || claims.size === 0) continue;
    const replaced = own.slice(0, Number(position)).filter((name) => names.includes(name)).length;
    const added = Number(position) - own.length;
    const counted = added < 0 ? Number(position) + claims.size - replaced : added;
    const path = `${before}${counted}${behind}`;
    const [name = ''] = [...claims].filter((one) => !own.includes(one)).slice(Math.max(0, added));
    const place = added < 0 ? (problem.place ?? problem.path) : placeOfClaim(names.indexOf(name));
    const { place: _before, ...rest } = problem;
    list[index] = place === path ? { ...rest, path } : { ...rest, path, place };
  }
}

function placeOfClaim(index: number): string {
  return `spec.volumeClaimTemplates[${index}].metadata.name`;
}

function claimNames(spec: Field): string[] {
  return spec
    .child('volumeClaimTemplates')
    .items()
    .map((claim) => claim.at('metadata', 'name').text);
}

function claimVolume(name: string): unknown {
  return { name, persistentVolumeClaim: { claimName: name } };
}
