import { describe, expect, test } from '@jest/globals';
import { isTransient, refusedCreateOf } from '../../src/facts/refusal.ts';

const pod = (cause: string): string => `Error creating: pods "web-1a-x" is forbidden: ${cause}`;

describe('refusedCreateOf', () => {
  test.each([
    ['(combined from similar events): Error creating: pods "a" is forbidden: b', 'pods', 'pods "a" is forbidden: b'],
    [
      'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: b',
      'pods',
      'pods "db-0" is forbidden: b',
    ],
    [
      'Create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: b',
      'pods',
      'pods "db-0" is forbidden: b',
    ],
    [
      'create Pod db-0 in StatefulSet db failed error: failed to create PVC data-db-0: persistentvolumeclaims "data-db-0" is forbidden: b',
      'persistentvolumeclaims',
      'persistentvolumeclaims "data-db-0" is forbidden: b',
    ],
    ['Error creating job: jobs.batch "n-1" is forbidden: b', 'jobs.batch', 'jobs.batch "n-1" is forbidden: b'],
    [
      'Failed to create new replica set "web-2b": replicasets.apps "web-2b" is forbidden: b',
      'replicasets.apps',
      'replicasets.apps "web-2b" is forbidden: b',
    ],
  ])('takes off what the controller put in front: %s', (message, resource, text) => {
    expect(refusedCreateOf(message)).toMatchObject({ resource, text });
  });

  test.each([
    [pod('exceeded quota: q, requested: cpu=1,pods=1, used: cpu=2,pods=3, limited: cpu=2,pods=3'), 'quota-exceeded'],
    [pod('failed quota: q: must specify limits.cpu for: a'), 'quota-unspecified'],
    [pod('status unknown for quota: q, resources: cpu'), 'quota-other'],
    [pod('minimum cpu usage per Container is 100m, but request is 50m'), 'limit-range'],
    [pod('violates PodSecurity "restricted:latest": privileged (x)'), 'pod-security'],
    [pod('unable to validate against any pod security policy: []'), 'security-constraints'],
    ['Error creating: admission webhook "a.b" denied the request: no', 'webhook-denied'],
    ['Error creating: Internal error occurred: failed calling webhook "a.b": Post "https://x": EOF', 'webhook-failed'],
    [pod("ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no"), 'policy-denied'],
    [pod('error looking up service account s/a: serviceaccount "a" not found'), 'service-account'],
    [pod('no PriorityClass with name gold was found'), 'priority-class'],
    [pod('pod rejected: RuntimeClass "kata" not found'), 'runtime-class'],
    ['Error creating: Pod "a" is invalid: spec: Required value', 'invalid'],
    ['Error creating: Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal', 'invalid'],
    ['unable to create pods, no labels', 'invalid'],
    [pod('unable to create new content in namespace s because it is being terminated'), 'namespace-terminating'],
    [pod('something else'), 'other'],
    ['', 'other'],
  ])('classifies %s', (message, kind) => {
    expect(refusedCreateOf(message).refusal.kind).toBe(kind);
  });

  test('reads every resource of a quota that is passed', () => {
    const { refusal } = refusedCreateOf(
      pod(
        'exceeded quota: q, requested: limits.memory=1Gi,pods=1, used: limits.memory=3Gi,pods=9, limited: limits.memory=3584Mi,pods=9',
      ),
    );
    expect(refusal).toEqual({
      kind: 'quota-exceeded',
      quota: 'q',
      excess: [
        { resource: 'limits.memory', requested: '1Gi', used: '3Gi', limited: '3584Mi' },
        { resource: 'pods', requested: '1', used: '9', limited: '9' },
      ],
    });
  });

  test('reads the address of a webhook and the Service behind it', () => {
    const { refusal } = refusedCreateOf(
      'Error creating: Internal error occurred: failed calling webhook "v.x": failed to call webhook: Post "https://svc.ns.svc:443/p?timeout=5s": context deadline exceeded',
    );
    expect(refusal).toEqual({
      kind: 'webhook-failed',
      webhook: 'v.x',
      reason: 'context deadline exceeded',
      url: 'https://svc.ns.svc:443/p?timeout=5s',
      service: { name: 'svc', namespace: 'ns' },
    });
  });

  test('reads fields, values and several errors of validation', () => {
    const { refusal } = refusedCreateOf(
      'Error creating: Pod "a" is invalid: [spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive, metadata.labels: Invalid value: "x, y": bad, spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always"]',
    );
    expect(refusal).toEqual({
      kind: 'invalid',
      errors: [
        {
          path: 'spec.containers[0].ports[0].containerPort',
          type: 'Invalid value',
          value: '70000',
          detail: 'must be between 1 and 65535, inclusive',
        },
        { path: 'metadata.labels', type: 'Invalid value', value: 'x, y', detail: 'bad' },
        { path: 'spec.restartPolicy', type: 'Unsupported value', value: 'Maybe', detail: 'supported values: "Always"' },
      ],
    });
  });
});

describe('what else is refused', () => {
  const refusalOf = (message: string) => refusedCreateOf(message).refusal;

  test('by a webhook that does not answer as it should', () => {
    expect(refusalOf(pod('admission webhook "a.example.com" attempted to modify the object'))).toEqual({
      kind: 'webhook-failed',
      webhook: 'a.example.com',
      reason: 'attempted to modify the object',
    });
    expect(refusalOf(pod('admission webhook "a.example.com" denied the request without explanation'))).toEqual({
      kind: 'webhook-denied',
      webhook: 'a.example.com',
      reason: '',
    });
    expect(refusalOf(pod('failed calling webhook "a.example.com": expected webhook response'))).toEqual({
      kind: 'webhook-failed',
      webhook: 'a.example.com',
      reason: 'expected webhook response',
    });
    expect(
      refusalOf(pod('failed calling webhook "a.example.com": Post "https://hooks.example.com/x?timeout=10s": EOF')),
    ).toEqual({
      kind: 'webhook-failed',
      webhook: 'a.example.com',
      reason: 'EOF',
      url: 'https://hooks.example.com/x?timeout=10s',
    });
  });

  test('by a policy, with its binding or without', () => {
    expect(refusalOf(pod("ValidatingAdmissionPolicy 'a' with binding 'b' denied request: no"))).toEqual({
      kind: 'policy-denied',
      policyKind: 'ValidatingAdmissionPolicy',
      policy: 'a',
      binding: 'b',
      reason: 'no',
    });
    expect(refusalOf(pod('policy "a" denied request: no'))).toEqual({
      kind: 'policy-denied',
      policyKind: 'MutatingAdmissionPolicy',
      policy: 'a',
      reason: 'no',
    });
  });

  test('for a RuntimeClass, in both forms', () => {
    expect(refusalOf(pod('pod rejected: RuntimeClass "gvisor" not found'))).toEqual({
      kind: 'runtime-class',
      name: 'gvisor',
    });
    expect(refusalOf(pod('runtimeclasses.node.k8s.io "kata" not found'))).toEqual({
      kind: 'runtime-class',
      name: 'kata',
    });
  });

  test('a Job of a CronJob that cannot be', () => {
    expect(refusedCreateOf('Error creating job: Job.batch "n-1" is invalid: spec: Required value')).toEqual({
      resource: 'jobs.batch',
      text: 'Job.batch "n-1" is invalid: spec: Required value',
      refusal: { kind: 'invalid', errors: [{ path: 'spec', type: 'Required value', detail: '' }] },
    });
  });
});

test('races of the controllers are transient', () => {
  expect(
    isTransient(
      'Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version',
    ),
  ).toBe(true);
  expect(isTransient('object is being deleted: pods "db-0" already exists')).toBe(true);
  expect(isTransient(pod('exceeded quota'))).toBe(false);
});
