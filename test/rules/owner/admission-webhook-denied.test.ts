import { admissionWebhookDenied } from '../../../src/rules/owner/admission-webhook-denied.ts';
import { aDeployment, ownerEvent, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const target = 'deploy/web';

/** An answer without `pods "…" is forbidden:`. */
const failed = (message: string) => [
  ...aDeployment(),
  ownerEvent('ReplicaSet', 'web-1a', 'FailedCreate', `Error creating: ${message}`),
];

testRule(admissionWebhookDenied, {
  fires: [
    {
      name: 'a webhook denies with a reason',
      target,
      objects: failed(
        'admission webhook "validation.gatekeeper.sh" denied the request: [need-owner] you must provide labels: {"owner"}',
      ),
      expect: [
        { detail: 'denied', says: ['validation.gatekeeper.sh', '[need-owner] you must provide labels: {"owner"}'] },
      ],
    },
    {
      name: 'a webhook denies without a word',
      target,
      objects: failed('admission webhook "a.example.com" denied the request without explanation'),
      expect: [{ detail: 'denied', says: ['It gives no reason'] }],
    },
    {
      name: 'the webhook has no endpoints',
      target,
      objects: failed(
        'Internal error occurred: failed calling webhook "inject.mesh.io": failed to call webhook: Post "https://injector.mesh.svc:443/inject?timeout=10s": no endpoints available for service "injector"',
      ),
      expect: [
        {
          detail: 'unreachable',
          says: ['inject.mesh.io', 'ready'],
          command: 'kubectl -n mesh get services,endpointslices,pods',
        },
      ],
    },
    {
      name: 'an older server, a certificate, a webhook outside of the cluster',
      target,
      objects: failed(
        'Internal error occurred: failed calling webhook "x.example.com": Post https://x.example.com/v?timeout=30s: x509: certificate signed by unknown authority',
      ),
      expect: [{ detail: 'unreachable', says: ['https://x.example.com/v', 'certificate'] }],
    },
    {
      name: 'the webhook is too slow',
      target,
      objects: failed(
        'Internal error occurred: failed calling webhook "x.example.com": failed to call webhook: Post "https://x.ops.svc:443/v?timeout=10s": context deadline exceeded',
      ),
      expect: [{ detail: 'unreachable', says: ['Let the API server reach the webhook in time'] }],
    },
    {
      name: 'the webhook answers with nonsense, and where it runs is not said',
      target,
      objects: failed('admission webhook "x.example.com" attempted to modify the object, which is not supported'),
      expect: [{ detail: 'unreachable', says: ['at its address', 'Get the webhook running'] }],
    },
    {
      name: 'a long answer of several lines is cut in the headline and told in full behind it',
      target,
      objects: failed(
        `admission webhook "a.example.com" denied the request: ${'images must come from the registry of the company, '.repeat(4)}please.\nAsk the platform team.`,
      ),
      expect: [{ detail: 'denied', says: ['from the registry of…', 'please. Ask the platform team.'] }],
    },
    {
      name: 'a ValidatingAdmissionPolicy without a binding in its answer',
      target,
      objects: refusedDeployment("ValidatingAdmissionPolicy 'no-latest' denied request: tag latest is forbidden"),
      expect: [
        {
          detail: 'policy',
          says: ['The ValidatingAdmissionPolicy no-latest refuses every pod'],
          saysNot: ['binding'],
          command: 'kubectl get validatingadmissionpolicy no-latest -o yaml',
        },
      ],
    },
    {
      name: 'a MutatingAdmissionPolicy',
      target,
      objects: refusedDeployment("policy 'add-sidecar' with binding 'all' denied request: expression failed"),
      expect: [{ detail: 'policy', says: ['MutatingAdmissionPolicy add-sidecar', 'binding all'] }],
    },
    {
      name: 'the namespace goes away',
      target,
      objects: aDeployment({
        failure:
          'pods "web-1a-x" is forbidden: unable to create new content in namespace shop because it is being terminated',
      }),
      expect: [{ detail: 'namespace-terminating', says: ['namespace shop is being deleted'] }],
    },
    {
      name: 'words that nobody knows are said as they are',
      target,
      objects: refusedDeployment('pod node label selector conflicts with its namespace node label selector'),
      expect: [{ detail: 'other', confidence: 'likely', says: ['conflicts with its namespace node label selector'] }],
    },
    {
      name: 'recorded: the Service of the webhook is missing',
      recording: 'audit-relay',
      expect: [{ says: ['validate.policy-engine.svc', 'policy-system'] }],
    },
    {
      name: 'recorded: a policy',
      recording: 'payments-core',
      expect: [{ says: ['payments-require-cost-center', 'cost-center'] }],
    },
  ],
  silent: [
    {
      name: 'a quota refuses',
      target,
      objects: refusedDeployment('exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'),
    },
    {
      name: 'it was overcome',
      target,
      objects: [...aDeployment({ existing: 2, ready: 2 }), ...failed('timeout').slice(-1)],
    },
    {
      name: 'the pod of that name is just going',
      target,
      objects: failed('object is being deleted: pods "web-0" already exists'),
    },
  ],
});
