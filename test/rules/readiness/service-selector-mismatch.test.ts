import { serviceSelectorMismatch } from '../../../src/rules/readiness/service-selector-mismatch.ts';
import type { Service } from '../../../src/core/kubernetes.ts';
import { ago, aPod, aWorkload, namespace } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

function service(name: string, selector: Record<string, string> | undefined, spec: Service['spec'] = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { ...(selector ? { selector } : {}), ports: [{ port: 80 }], ...spec },
  };
}

function pod(labels: Record<string, string>, more: Parameters<typeof aPod>[0] = {}) {
  return aPod({ labels, owner: { kind: 'StatefulSet', name: 'web' }, ...more });
}

testRule(serviceSelectorMismatch, {
  fires: [
    {
      name: 'the Service of that name wants another value',
      objects: [pod({ app: 'web' }), service('web', { app: 'webs' })],
      expect: [
        {
          container: null,
          severity: 'error',
          confidence: 'likely',
          says: ['app=webs', 'app=web', 'By its name'],
          command: 'kubectl -n shop patch service/web -p {"spec":{"selector":{"app":"web"}}}',
        },
      ],
    },
    {
      name: 'the key is another',
      objects: [pod({ app: 'orders' }), service('orders-svc', { 'app.kubernetes.io/name': 'orders' })],
      expect: [
        {
          says: ['no label app.kubernetes.io/name'],
          command:
            'kubectl -n shop patch service/orders-svc -p {"spec":{"selector":{"app.kubernetes.io/name":null,"app":"orders"}}}',
        },
      ],
    },
    {
      name: 'all fits but one misspelt value',
      objects: [pod({ app: 'checkout', tier: 'api' }), service('pay', { app: 'chekout', tier: 'api' })],
      expect: [{ says: ['chekout', 'checkout', 'fits the pod but for that'] }],
    },
    {
      name: 'the StatefulSet names it as its governing Service',
      target: 'sts/web',
      objects: [
        pod({ app: 'web' }),
        aWorkload('StatefulSet', 'web', { spec: { serviceName: 'peers' } }),
        service('peers', { app: 'peer' }),
      ],
      expect: [{ says: ['Service peers', 'app=peer'] }],
    },
    { name: 'recorded', recording: 'coupon-svc', expect: [{ says: ['coupons', 'coupon'] }] },
  ],
  silent: [
    {
      name: 'a Service selects it',
      objects: [pod({ app: 'web' }), service('web', { app: 'web' }), service('web-2', { app: 'webs' })],
    },
    { name: 'another application', objects: [pod({ app: 'worker' }), service('api', { app: 'api' })] },
    {
      name: 'a Service called like the value that it selects',
      objects: [pod({ app: 'coupon' }), service('coupons', { app: 'coupons' })],
    },
    {
      name: 'told apart on purpose',
      objects: [pod({ app: 'web', version: 'v2' }), service('web', { app: 'web', version: 'v1' })],
    },
    {
      name: 'no selector, and ExternalName',
      objects: [pod({}), service('web', undefined), service('web', { app: 'x' }, { type: 'ExternalName' })],
    },
    { name: 'no Services', objects: [pod({})] },
    {
      name: 'the pod is being deleted',
      objects: [
        pod({}, { metadata: { deletionTimestamp: ago(-5), labels: { app: 'web' } } }),
        service('web', { app: 'webs' }),
      ],
    },
    {
      name: 'it selects other pods of the owner',
      target: 'sts/web',
      objects: [
        pod({ app: 'web', part: 'a' }),
        pod({ app: 'web', part: 'b' }, { name: 'web-2' }),
        aWorkload('StatefulSet', 'web'),
        service('web', { app: 'web', part: 'b' }),
      ],
    },
    {
      name: 'the pod of a Job',
      objects: [pod({ app: 'web' }, { owner: { kind: 'Job', name: 'web' } }), service('web', { app: 'webs' })],
    },
    { name: 'recorded: healthy', recording: 'blog-platform' },
    { name: 'recorded: ports are wrong, not labels', recording: 'wishlist' },
  ],
});
