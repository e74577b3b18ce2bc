import type { KubeObject } from '../core/kubernetes.ts';
import { defaultPodSpec, each, setEmpty, setMissing, type Values } from './pod-defaults.ts';
import type { Quantity } from './quantity.ts';
import { containerTotals } from './validation/container-totals.ts';
import { Field, isMap } from './validation/field.ts';
import { isHugePages, mayOvercommit } from './validation/resource-names.ts';

/**
 * An object as the API server takes it: what is not given has its default. For Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job and
 * CronJob; any other object is given back as it is. The object itself is not changed. What admission adds (service account, tolerations,
 * priority) is not added.
 */
export function withDefaults(object: KubeObject): KubeObject {
  const { apiVersion = '', kind = '' } = object;
  const fill = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!fill || !builtIn.test(apiVersion)) return object;
  const copy = clone(object);
  if (!isMap(copy['spec'])) copy['spec'] = {};
  fill(copy, copy['spec'] as Values);
  return copy;
}

/** A pod spec with its defaults, wherever it stands: that of a custom resource too. */
export function withPodSpecDefaults<T extends object>(spec: T): T {
  const copy = clone(spec);
  defaultPodSpec(copy as Values);
  return copy;
}

function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => clone(item)) as T;
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)])) as T;
}

/** Others have kinds of the same names, with fields of their own. */
const builtIn = /^(|v1|(apps|batch|extensions)\/.*)$/;

type Fill = (object: Values, spec: Values) => void;

const kinds: Readonly<Record<string, Fill>> = {
  Pod: defaultPod,
  Deployment: (_object, spec) => {
    setMissing(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    defaultTemplate(spec);
    const strategy = below(spec, 'strategy');
    setEmpty(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate')
      setMissing(below(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
  },
  ReplicaSet: (_object, spec) => {
    setMissing(spec, { replicas: 1 });
    defaultTemplate(spec);
  },
  StatefulSet: defaultStatefulSet,
  DaemonSet: (_object, spec) => {
    setMissing(spec, { revisionHistoryLimit: 10 });
    defaultTemplate(spec);
    const strategy = below(spec, 'updateStrategy');
    setEmpty(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate')
      setMissing(below(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
  },
  Job: defaultJob,
  CronJob: (_object, spec) => {
    setEmpty(spec, { concurrencyPolicy: 'Allow' });
    setMissing(spec, { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    const template = below(spec, 'jobTemplate');
    defaultJobSpec(below(template, 'spec'), false);
  },
};

/** A mapping below another, made where it is missing. What stands there and is no mapping is left alone. */
function below(values: Values, key: string): Values {
  values[key] ??= {};
  const found = values[key];
  return isMap(found) ? found : {};
}

function defaultTemplate(spec: Values): void {
  defaultPodSpec(below(below(spec, 'template'), 'spec'));
}

function defaultStatefulSet(_object: Values, spec: Values): void {
  setMissing(spec, { replicas: 1, revisionHistoryLimit: 10 });
  setEmpty(spec, { podManagementPolicy: 'OrderedReady' });
  defaultTemplate(spec);
  const strategy = below(spec, 'updateStrategy');
  if (!strategy['type']) {
    strategy['type'] = 'RollingUpdate';
    below(strategy, 'rollingUpdate');
  }
  if (strategy['type'] === 'RollingUpdate')
    each(strategy, 'rollingUpdate', (rolling) => setMissing(rolling, { partition: 0 }));
  setEmpty(below(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' });
  each(spec, 'volumeClaimTemplates.*', (claim) => setMissing(below(claim, 'spec'), { volumeMode: 'Filesystem' }));
}

/** SetDefaults_Job. A Job without labels gets those of its template. */
function defaultJob(object: Values, spec: Values): void {
  defaultJobSpec(spec, true);
  const labels = new Field(spec).at('template', 'metadata', 'labels').value;
  const metadata = below(object, 'metadata');
  if (isMap(labels) && new Field(metadata).child('labels').size === 0) metadata['labels'] = clone(labels);
}

const noLimit = 2 ** 31 - 1;

/** Of a Job, or of that of a CronJob, which gets its own defaults only when the Job is made: there only the pod's are set. */
function defaultJobSpec(spec: Values, isJob: boolean): void {
  defaultTemplate(spec);
  each(spec, 'podFailurePolicy.rules.*.onPodConditions.*', (pattern) => setEmpty(pattern, { status: 'True' }));
  if (!isJob) return;
  if (spec['parallelism'] === undefined || spec['parallelism'] === null)
    setMissing(spec, { completions: spec['completions'] ?? 1 });
  const perIndex = spec['backoffLimitPerIndex'] ?? undefined;
  setMissing(spec, {
    parallelism: 1,
    backoffLimit: perIndex === undefined ? 6 : noLimit,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: isMap(spec['podFailurePolicy']) ? 'Failed' : 'TerminatingOrFailed',
    manualSelector: false,
  });
}

/** Pods themselves get more than templates do (SetDefaults_Pod). */
function defaultPod(_object: Values, spec: Values): void {
  defaultPodSpec(spec);
  for (const list of ['containers', 'initContainers']) {
    each(spec, `${list}.*.resources`, requestsFromLimits);
    if (spec['hostNetwork'] !== true) continue;
    each(spec, `${list}.*.ports.*`, (port) => setEmpty(port, { hostPort: port['containerPort'] ?? 0 }));
  }
  each(spec, 'resources', (resources) => defaultPodResources(spec, resources));
  setMissing(spec, { enableServiceLinks: true });
}

function requestsFromLimits(resources: Values): void {
  if (isMap(resources['limits'])) below(resources, 'requests');
  each(resources, 'limits', (limits) => each(resources, 'requests', (requests) => addMissingKeys(requests, limits)));
}

/** A key that is there with null stays as it is. */
function addMissingKeys(target: Values, values: Values): void {
  for (const [key, value] of Object.entries(values)) if (!(key in target)) target[key] = value;
}

/**
 * Resources of the pod as a whole, where some are given: limits of huge pages are those of its containers together; requests are those of
 * its containers, or else the pod's limits (defaultHugePagePodLimits, defaultPodRequests).
 */
function defaultPodResources(spec: Values, resources: Values): void {
  const given = new Field(resources);
  if (given.child('limits').size + given.child('requests').size === 0) return;
  const pod = new Field(spec);
  const hugePages = textsOf(
    containerTotals(pod, 'limits'),
    (name) => isHugePages(name) && !(name in given.child('requests').labels),
  );
  if (Object.keys(hugePages).length > 0) addMissingKeys(below(resources, 'limits'), hugePages);
  if (new Field(resources).child('limits').size === 0) return;
  const isPodLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePages(name);
  const requests = below(resources, 'requests');
  addMissingKeys(
    requests,
    textsOf(containerTotals(pod, 'requests'), (name) => isPodLevel(name) && mayOvercommit(name)),
  );
  const limits = Object.entries(below(resources, 'limits')).filter(([name]) => isPodLevel(name));
  addMissingKeys(requests, Object.fromEntries(limits));
}

function textsOf(totals: ReadonlyMap<string, Quantity>, applies: (name: string) => boolean): Record<string, string> {
  const chosen = [...totals].filter(([name]) => applies(name));
  return Object.fromEntries(chosen.map(([name, value]) => [name, exactText(value)]));
}

function exactText(value: Quantity): string {
  const [unit, milli] = [1_000_000_000n, 1_000_000n];
  return value % unit === 0n ? String(value / unit) : `${(value + milli - 1n) / milli}m`;
}
