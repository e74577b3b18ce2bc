/** Fields that are lists of objects wherever podlife reads them. */
const objectLists = new Set(
  (
    'containers initContainers ephemeralContainers volumes volumeMounts volumeDevices env envFrom ports conditions containerStatuses ' +
    'initContainerStatuses ephemeralContainerStatuses ownerReferences managedFields tolerations taints imagePullSecrets readinessGates ' +
    'schedulingGates topologySpreadConstraints matchExpressions matchFields nodeSelectorTerms sources resourceClaims hostAliases ' +
    'volumeClaimTemplates restartPolicyRules resizePolicy httpHeaders sysctls resourceClaimStatuses claims'
  ).split(' '),
);

/** Lists of containers: `image` is a text in them, and an object in a volume. */
const containerLists = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** Fields that are lists of texts. */
const textLists = new Set('command args finalizers accessModes namespaces matchLabelKeys'.split(' '));

/** Fields that are objects. */
const objects = new Set(
  (
    'metadata securityContext state lastState waiting running terminated livenessProbe ' +
    'readinessProbe startupProbe lifecycle postStart preStop exec httpGet tcpSocket grpc sleep valueFrom configMapKeyRef secretKeyRef fieldRef ' +
    'configMapRef secretRef persistentVolumeClaim emptyDir hostPath nfs csi projected affinity nodeAffinity podAffinity podAntiAffinity ' +
    'labelSelector template jobTemplate involvedObject regarding series nodeInfo allocatable capacity claimRef ' +
    'strategy rollingUpdate updateStrategy overhead'
  ).split(' '),
);

/** Fields that are texts; a number or boolean there is written out. */
const texts = new Set(
  (
    'name namespace uid kind apiVersion reason message note phase imageID restartPolicy nodeName creationTimestamp ' +
    'deletionTimestamp startedAt finishedAt startTime firstTimestamp lastTimestamp eventTime lastTransitionTime schedulerName ' +
    'path host scheme key value operator effect driver server ' +
    'serviceAccountName claimName volumeName storageClassName secretName mountPath topologyKey fieldPath priorityClassName'
  ).split(' '),
);

/** Fields that are maps from text to text. */
const textMaps = new Set('labels annotations matchLabels'.split(' '));

/** Fields that are whole numbers. */
const numbers = new Set(
  (
    'exitCode restartCount count containerPort hostPort initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold ' +
    'terminationGracePeriodSeconds deletionGracePeriodSeconds activeDeadlineSeconds replicas backoffLimit progressDeadlineSeconds generation'
  ).split(' '),
);

/** Fields that are a number or a text. */
const intOrStrings = new Set('port targetPort maxSurge maxUnavailable minAvailable sizeLimit'.split(' '));

/**
 * An object of the API with every field in the shape that Kubernetes gives it: what has another one is left out, as if it were missing, and so
 * is `null`, which means that to Kubernetes. An API server never sends such an object; a file that somebody wrote by hand may hold one,
 * and nothing behind this point has to look for it.
 */
export function wellShaped<T>(value: T): T {
  return shape(value, 0) as T;
}

/** Objects of the API are a few dozen levels deep; what lies deeper is nobody's. */
const deepest = 200;

function shape(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => shape(item, depth + 1));
  const shaped: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(value)) {
    // The capacity of a CSIStorageCapacity is a quantity and stands at its top; all others are maps within a spec or status.
    const isQuantity = field === 'capacity' && 'metadata' in value && isScalar(inner);
    const fitting = isQuantity ? inner : fit(field, inner);
    if (fitting === undefined || fitting === null) continue;
    // Keys of labels and the like are names that somebody gave, whatever fields are called so.
    shaped[field] = isTextMap(field, fitting) ? fitting : shape(fitting, depth + 1);
  }
  return shaped;
}

/** The value as the field may hold it; undefined where it cannot be that. */
function fit(field: string, value: unknown): unknown {
  if (containerLists.has(field) && Array.isArray(value)) return value.filter(isObject).map(withTextImage);
  if (objectLists.has(field)) return Array.isArray(value) ? value.filter(isObject) : undefined;
  if (textLists.has(field)) return Array.isArray(value) ? value.filter(isScalar).map(String) : undefined;
  if (isTextMap(field, value)) return textMap(value as object);
  if (objects.has(field) || field === 'nodeSelector') return isObject(value) ? value : undefined;
  if (textMaps.has(field)) return undefined;
  if (texts.has(field)) return isScalar(value) ? String(value) : undefined;
  if (numbers.has(field)) return typeof value === 'number' ? value : undefined;
  if (intOrStrings.has(field)) return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  return value;
}

/** In the API of devices nodeSelector is a structure, elsewhere a map. */
function isTextMap(field: string, value: unknown): boolean {
  if (!isObject(value)) return false;
  return textMaps.has(field) || (field === 'nodeSelector' && !('nodeSelectorTerms' in (value as object)));
}

/** Values that are no texts are written out or left out. */
function textMap(map: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (isScalar(value) ? [[key, String(value)]] : [])),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function withTextImage(container: object): object {
  const { image, ...rest } = container as { image?: unknown };
  return isScalar(image) ? { ...rest, image: String(image) } : rest;
}
