import { limitRangeRefusal } from './limit-range.ts';
import { securityRefusal } from './pod-security.ts';
import { quotaRefusal } from './quota.ts';

/** One resource of a quota that a request would pass. Quantities as the message writes them. */
export interface QuotaExcess {
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly limited: string;
}

/** A resource that a quota makes mandatory and the containers that do not state it; no containers where the message names none. */
export interface QuotaGap {
  readonly resource: string;
  readonly containers: readonly string[];
}

/** One rule of a LimitRange that is broken. */
export interface LimitViolation {
  readonly bound: 'minimum' | 'maximum' | 'ratio';
  readonly resource: string;
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly scope: string;
  /** What the LimitRange allows. */
  readonly allowed: string;
  /** Which field breaks it; missing for a ratio. */
  readonly field?: 'request' | 'limit';
  /** What was stated; missing where nothing was. */
  readonly actual?: string;
}

/** One check of a Pod Security profile that failed: `privileged (container "a" must not set …)`. */
export interface SecurityViolation {
  readonly reason: string;
  readonly detail: string;
  readonly containers: readonly string[];
}

/** One error of the API server's validation: `spec.containers[0].image: Required value`. */
export interface FieldError {
  readonly path: string;
  /** `Invalid value`, `Required value`, `Forbidden` … Empty where the text is no field error. */
  readonly type: string;
  readonly value?: string;
  readonly detail: string;
}

/** Why the API server refused to create an object, from the words of its error. */
export type Refusal =
  | { readonly kind: 'quota-exceeded'; readonly quota: string; readonly excess: readonly QuotaExcess[] }
  | { readonly kind: 'quota-unspecified'; readonly quota: string; readonly missing: readonly QuotaGap[] }
  | { readonly kind: 'quota-other'; readonly quota?: string }
  | { readonly kind: 'limit-range'; readonly violations: readonly LimitViolation[] }
  | {
      readonly kind: 'pod-security';
      readonly level: string;
      readonly version: string;
      readonly violations: readonly SecurityViolation[];
    }
  | { readonly kind: 'security-constraints'; readonly what: string }
  | { readonly kind: 'webhook-denied'; readonly webhook: string; readonly reason: string }
  | {
      readonly kind: 'webhook-failed';
      readonly webhook: string;
      readonly reason: string;
      readonly url?: string;
      readonly service?: { readonly name: string; readonly namespace: string };
    }
  | {
      readonly kind: 'policy-denied';
      readonly policyKind: string;
      readonly policy: string;
      readonly binding?: string;
      readonly reason: string;
    }
  | { readonly kind: 'service-account'; readonly name: string }
  | { readonly kind: 'priority-class'; readonly name: string }
  | { readonly kind: 'runtime-class'; readonly name: string }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'namespace-terminating' }
  | { readonly kind: 'other' };

/** What was refused, as far as the words tell. */
export interface RefusedCreate {
  /** Resource of the object: `pods`, `persistentvolumeclaims`, `jobs.batch`, `replicasets.apps`; `pods` where the words name none. */
  readonly resource: string;
  readonly refusal: Refusal;
  /** The API server's error without what the controller put in front of it. */
  readonly text: string;
}

const prefixes: readonly RegExp[] = [
  /^\(combined from similar events\): /,
  /^Error creating(?: job)?: /,
  /^Failed to create new replica set "[^"]*": /,
  /^create (?:Pod|Claim) .*?failed error: /is,
  /^failed to create PVC \S+: /,
];

/**
 * Reads the message of a FailedCreate event or a ReplicaFailure condition: prefixes of the controllers (pkg/controller/controller_utils.go,
 * statefulset/stateful_pod_control.go, cronjob/cronjob_controllerv2.go), then the texts of the admission plugins and of validation.
 * Words that nothing here knows are `other`.
 */
export function refusedCreateOf(message: string): RefusedCreate {
  const text = prefixes.reduce((rest, prefix) => rest.replace(prefix, ''), message).trim();
  const object = /^([\w.]+) "[^"]*" is (forbidden|invalid): /.exec(text);
  const claim = /^persistentvolumeclaims? |^PersistentVolumeClaim /.test(text);
  const resource = claim ? 'persistentvolumeclaims' : object?.[2] === 'forbidden' ? (object[1] ?? 'pods') : 'pods';
  return { resource: /^Job\.batch "/.test(text) ? 'jobs.batch' : resource, refusal: refusalOf(text), text };
}

/** Controllers race with each other and with the garbage collector: these errors are gone at the next try. */
export function isTransient(message: string): boolean {
  return /the object has been modified; please apply your changes|object is being deleted: /.test(message);
}

function refusalOf(text: string): Refusal {
  return (
    quotaRefusal(text) ??
    limitRangeRefusal(text) ??
    securityRefusal(text) ??
    webhookRefusal(text) ??
    namedRefusal(text) ??
    invalidRefusal(text) ?? { kind: 'other' }
  );
}

/** staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook and …/plugin/policy */
function webhookRefusal(text: string): Refusal | undefined {
  const denied = /admission webhook "([^"]+)" denied the request(?:: (.*)| without explanation)/s.exec(text);
  if (denied?.[1]) return { kind: 'webhook-denied', webhook: denied[1], reason: denied[2]?.trim() ?? '' };
  const failed = /failed calling webhook "([^"]+)": (?:failed to call webhook: )?(.*)$/s.exec(text);
  if (failed?.[1]) return { kind: 'webhook-failed', webhook: failed[1], ...calledService(failed[2] ?? '') };
  const broken = /admission webhook "([^"]+)" (.*)$/s.exec(text);
  if (broken?.[1]) return { kind: 'webhook-failed', webhook: broken[1], reason: broken[2] ?? '' };
  const policy =
    /(ValidatingAdmissionPolicy|MutatingAdmissionPolicy|policy) ['"]([^'"]+)['"](?: with binding '([^']+)')? denied request: (.*)$/s.exec(
      text,
    );
  if (!policy) return undefined;
  const [, word = '', name = '', binding, reason = ''] = policy;
  // The shared error of both policy plugins says only `policy`; validating ones name themselves.
  const policyKind = word === 'policy' ? 'MutatingAdmissionPolicy' : word;
  return { kind: 'policy-denied', policyKind, policy: name, reason: reason.trim(), ...(binding ? { binding } : {}) };
}

function calledService(text: string): {
  reason: string;
  url?: string;
  service?: { name: string; namespace: string };
} {
  const post = /^(?:Post|Get) "?(https?:\/\/[^"\s]+?)"?: (.*)$/s.exec(text);
  if (!post) return { reason: text };
  const [, url = '', reason = ''] = post;
  const [, name, namespace] = /^https:\/\/([^./:]+)\.([^./:]+)\.svc[.:/]/.exec(url) ?? [];
  return { reason, url, ...(name && namespace ? { service: { name, namespace } } : {}) };
}

function namedRefusal(text: string): Refusal | undefined {
  const account = /serviceaccounts? "([^"]+)" not found/.exec(text)?.[1];
  if (account) return { kind: 'service-account', name: account };
  const priority = /no PriorityClass with name (\S+) was found/.exec(text)?.[1];
  if (priority) return { kind: 'priority-class', name: priority.replace(/^"|"$/g, '') };
  const runtime = /RuntimeClass "?([^"\s]+)"? not found|runtimeclasses\S* "([^"]+)" not found/.exec(text);
  const name = runtime?.[1] ?? runtime?.[2];
  if (name) return { kind: 'runtime-class', name };
  const terminating = /because it is being terminated|namespaces? "[^"]*" not found/.test(text);
  return terminating ? { kind: 'namespace-terminating' } : undefined;
}

const types =
  'Invalid value|Required value|Forbidden|Duplicate value|Unsupported value|Too long|Too many|Too few|Not found|Internal error|Incorrect type|Type invalid';
const fieldError = new RegExp(`^(\\S+): (${types})(?:: (.*))?$`, 's');
const nextError = new RegExp(`, (?=\\S+: (?:${types})\\b)`);

/** Validation (`is invalid:`), decoding (`cannot be handled as a Pod`), and what admission plugins say of the template's own contradictions. */
function invalidRefusal(text: string): Refusal | undefined {
  const invalid = / is invalid: (.*)$/s.exec(text)?.[1];
  if (invalid !== undefined) {
    const inner = /^\[(.*)\]$/s.exec(invalid)?.[1] ?? invalid;
    return { kind: 'invalid', errors: inner.split(nextError).map(fieldErrorOf) };
  }
  const contradiction =
    /cannot be handled as a |unable to create pods, no labels|must not be provided in pod spec|Overhead doesn't match/;
  return contradiction.test(text) ? { kind: 'invalid', errors: [fieldErrorOf(text)] } : undefined;
}

function fieldErrorOf(text: string): FieldError {
  const [, path, type = '', rest = ''] = fieldError.exec(text) ?? [];
  if (!path) return { path: '', type: '', detail: text.replace(/^[\w.]+ "[^"]*" is forbidden: /, '') };
  if (!/value$/.test(type) || type === 'Required value') return { path, type, detail: rest };
  const [, quoted, bare, detail = ''] = /^(?:"((?:[^"\\]|\\.)*)"|(.*?))(?:: (.*))?$/s.exec(rest) ?? [];
  return { path, type, value: quoted ?? bare ?? '', detail };
}
