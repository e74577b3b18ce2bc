import { parseImageReference } from './image-reference.ts';
import { isMap } from './validation/field.ts';

/** A mapping of an object that is being given its defaults. */
export type Values = Record<string, unknown>;

/** Sets what is missing or null (a pointer in Go). */
export function setMissing(target: Values, defaults: Values): void {
  for (const [key, value] of Object.entries(defaults)) target[key] ??= value;
}

/** Sets what is missing, empty or 0 (a plain value in Go, which cannot be told from one that was not given). */
export function setEmpty(target: Values, defaults: Values): void {
  for (const [key, value] of Object.entries(defaults)) {
    if (target[key] === undefined || target[key] === null || target[key] === '' || target[key] === 0)
      target[key] = value;
  }
}

/** Calls back with every mapping at the end of a path; `*` stands for the elements of a list, where null counts as an empty one. */
export function each(target: unknown, path: string, call: (found: Values) => void): void {
  if (path === '') {
    if (isMap(target)) call(target);
    return;
  }
  const [step = '', ...rest] = path.split('.');
  const further = rest.join('.');
  if (step !== '*') {
    if (isMap(target)) each(target[step], further, call);
  } else if (Array.isArray(target)) {
    const items: unknown[] = target;
    for (const [index, item] of items.entries()) {
      if (item === null) items[index] = {};
      each(items[index], further, call);
    }
  }
}

/** What the API server fills in in every pod spec, that of a template too (SetDefaults_PodSpec and what hangs below it). */
export function defaultPodSpec(spec: Values): void {
  setEmpty(spec, { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' });
  setMissing(spec, { securityContext: {}, terminationGracePeriodSeconds: 30 });
  each(spec, 'volumes.*', defaultVolume);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) each(spec, `${list}.*`, defaultContainer);
  // Elements that are null count as empty ones.
  for (const list of ['tolerations', 'hostAliases', 'readinessGates', 'schedulingGates', 'topologySpreadConstraints']) {
    each(spec, `${list}.*`, () => undefined);
  }
}

const anyoneReads = 0o644;

function defaultVolume(volume: Values): void {
  const hasSource = Object.entries(volume).some(([key, value]) => key !== 'name' && isMap(value));
  if (!hasSource) volume['emptyDir'] = {};
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    each(volume, source, (found) => setMissing(found, { defaultMode: anyoneReads }));
  }
  each(volume, 'hostPath', (found) => setMissing(found, { type: '' }));
  each(volume, 'iscsi', (found) => setEmpty(found, { iscsiInterface: 'default' }));
  each(volume, 'rbd', (found) => setEmpty(found, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }));
  each(volume, 'scaleIO', (found) => setEmpty(found, { storageMode: 'ThinProvisioned', fsType: 'xfs' }));
  each(volume, 'azureDisk', (found) =>
    setMissing(found, { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }),
  );
  each(volume, 'projected.sources.*.serviceAccountToken', (token) => setMissing(token, { expirationSeconds: 3600 }));
  for (const items of ['downwardAPI.items.*', 'projected.sources.*.downwardAPI.items.*'])
    each(volume, items, defaultFieldRef);
  each(volume, 'ephemeral.volumeClaimTemplate.spec', (claim) => setMissing(claim, { volumeMode: 'Filesystem' }));
  each(volume, 'image', (image) => setEmpty(image, { pullPolicy: pullPolicyOf(image['reference']) }));
}

function defaultFieldRef(holder: Values): void {
  each(holder, 'fieldRef', (reference) => setEmpty(reference, { apiVersion: 'v1' }));
}

/** `Always` where the image may change under its name: tag `latest` or none, and no digest. */
function pullPolicyOf(image: unknown): string {
  const reference = typeof image === 'string' ? parseImageReference(image) : undefined;
  if (!reference) return 'IfNotPresent';
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : '');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const probeNames = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const hookNames = ['postStart', 'preStop'];

function defaultContainer(container: Values): void {
  setEmpty(container, {
    imagePullPolicy: pullPolicyOf(container['image']),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  each(container, 'ports.*', (port) => setEmpty(port, { protocol: 'TCP' }));
  each(container, 'env.*.valueFrom', defaultFieldRef);
  for (const list of ['envFrom', 'volumeMounts', 'volumeDevices', 'resizePolicy'])
    each(container, `${list}.*`, () => undefined);
  for (const probe of probeNames.map((name) => container[name])) {
    each(probe, '', (found) =>
      setEmpty(found, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
    );
    each(probe, 'grpc', (grpc) => setMissing(grpc, { service: '' }));
    each(probe, 'httpGet', defaultHttpGet);
  }
  for (const hook of hookNames) each(container, `lifecycle.${hook}.httpGet`, defaultHttpGet);
}

function defaultHttpGet(http: Values): void {
  setEmpty(http, { path: '/', scheme: 'HTTP' });
}
