import type { KubeObject } from '../core/kubernetes.ts';
import { stepsOf } from './field-path.ts';

type Fields = Record<string, unknown>;

/** What is kept whole of an object that lint knows nothing of, in characters of JSON. */
const mostOfUnknown = 4000;

/** Annotations that say that something else fills an object. */
const telling = /inject|replicat|reflect|mirror|cert-manager/;

/** Kinds that others refer to, and that are small enough to be kept whole. */
const whole: ReadonlySet<string> = new Set([
  'Service',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'RuntimeClass',
  'ServiceAccount',
  'ResourceQuota',
  'LimitRange',
  'Namespace',
  'Node',
]);

/**
 * What of an object is kept while other objects are linted: enough to resolve references to it, and nothing of what makes manifests large. Values of
 * ConfigMaps and Secrets are emptied, pod templates keep what tells who they are, what they serve and what they mount. undefined for what nothing refers to.
 */
export function bundled(object: KubeObject, templatePath: string | undefined): KubeObject | undefined {
  const { apiVersion, kind = '', metadata } = object;
  if (kind === 'CustomResourceDefinition' || !metadata) return undefined;
  const { annotations, managedFields: _long, ...short } = metadata;
  const head: KubeObject = {
    ...(apiVersion ? { apiVersion } : {}),
    kind,
    metadata: kind === 'Namespace' ? metadata : short,
  };
  const marks = Object.entries(annotations ?? {}).filter(([key]) => telling.test(key));
  if (kind === 'ConfigMap' || kind === 'Secret') {
    const kept = Object.fromEntries(
      ['data', 'binaryData', 'stringData'].flatMap((field) =>
        isFields(object[field]) ? [[field, emptied(object[field])]] : [],
      ),
    );
    const marked = marks.length > 0 ? { metadata: { ...short, annotations: Object.fromEntries(marks) } } : {};
    return { ...head, ...marked, ...kept, ...(typeof object['type'] === 'string' ? { type: object['type'] } : {}) };
  }
  if (templatePath !== undefined) return { ...head, ...withSlimTemplate(object, templatePath) };
  if (whole.has(kind)) return { ...object, metadata: head.metadata ?? {} };
  return JSON.stringify(object['spec'] ?? null).length <= mostOfUnknown ? { ...head, spec: object['spec'] } : head;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function emptied(values: Fields): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((key) => [key, '']));
}

/** The `spec` of a workload with a template that holds little more than names. */
function withSlimTemplate(object: KubeObject, templatePath: string): Fields {
  const [, ...steps] = stepsOf(templatePath).map(String);
  const shrink = (value: unknown, left: readonly string[]): unknown => {
    if (!isFields(value)) return value;
    const [step, ...rest] = left;
    if (step === undefined) return slimPodSpec(value);
    return { ...value, [step]: shrink(value[step], rest) };
  };
  return { spec: shrink(object['spec'], steps) };
}

const keptOfContainer = ['name', 'image', 'ports', 'restartPolicy', 'resources', 'volumeMounts', 'readinessProbe'];

function slimPodSpec(spec: Fields): Fields {
  const slim = (list: unknown): unknown =>
    Array.isArray(list)
      ? list.map((one: unknown) =>
          isFields(one)
            ? Object.fromEntries(keptOfContainer.flatMap((field) => (field in one ? [[field, one[field]]] : [])))
            : one,
        )
      : list;
  return Object.fromEntries(
    Object.entries(spec).map(([field, value]) => [field, /[cC]ontainers$/.test(field) ? slim(value) : value]),
  );
}
