import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { effectiveName, validateAnnotations, validateLabels, validateObjectMeta } from './meta.ts';
import { dnsSubdomain } from './names.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotations.ts';
import { noIdentity, validatePodSpec, type PodIdentity } from './pod-spec.ts';

/** ValidatePodCreate, of a Pod with its defaults. */
export function validatePod(context: Context, pod: Field): void {
  const [metadata, spec] = [pod.child('metadata'), pod.child('spec')];
  validateObjectMeta(context.problems, metadata, dnsSubdomain);
  const identity = { name: effectiveName(metadata), labels: metadata.child('labels').labels };
  validateNewPod(context, metadata.child('annotations'), spec, identity);
}

/** What holds for a pod beside its metadata, also for one that would be made from a template. */
export function validateNewPod(context: Context, annotations: Field, spec: Field, identity: PodIdentity): void {
  validatePodAnnotations(context, annotations, spec);
  validatePodSpec(context, spec, identity);
  const node = spec.child('nodeName');
  if (node.text !== '' && spec.child('schedulingGates').size > 0) {
    context.problems.forbidden(node, 'The pod has schedulingGates: it gets its node when all of them are gone.');
  }
  validateProfilesMatch(context, annotations, spec);
}

/** ValidatePodTemplateSpec. The API server names labels and annotations without `metadata`. */
export function validatePodTemplate(context: Context, template: Field): void {
  const labels = template.at('metadata', 'labels').under(template, 'labels');
  const annotations = template.at('metadata', 'annotations').under(template, 'annotations');
  validateLabels(context.problems, labels);
  validateAnnotations(context.problems, annotations);
  const spec = template.child('spec');
  validatePodAnnotations(context, annotations, spec);
  validatePodSpec(context, spec, noIdentity);
  validateProfilesMatch(context, annotations, spec);
}
