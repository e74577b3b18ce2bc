import { limitRangeViolation } from '../../../src/rules/owner/limit-range-violation.ts';
import { namespace } from '../../support/builders.ts';
import { aDeployment, refused, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const target = 'deploy/web';
const template = {
  containers: [{ name: 'web', resources: { limits: { memory: '768Mi' }, requests: { memory: '512Mi' } } }],
};
const range = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'caps', namespace },
  spec: { limits: [{ type: 'Container', max: { memory: '256Mi' } }] },
};

testRule(limitRangeViolation, {
  fires: [
    {
      name: 'a limit above the maximum brings the request down with it',
      target,
      objects: [
        ...refusedDeployment('maximum memory usage per Container is 256Mi, but limit is 768Mi', template),
        range,
      ],
      expect: [
        {
          container: null,
          says: ['LimitRange caps', '256Mi', '768Mi', 'container web'],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","resources":{"requests":{"memory":"256Mi"},"limits":{"memory":"256Mi"}}}]}}}}',
        },
      ],
    },
    {
      name: 'several bounds at once',
      target,
      objects: refusedDeployment(
        '[maximum memory usage per Container is 256Mi, but limit is 768Mi, minimum cpu usage per Container is 100m.  No request is specified]',
        template,
      ),
      expect: [{ says: ['a LimitRange', 'at least 100m of cpu', 'states no request'] }],
    },
    {
      name: 'the ratio of limit to request',
      target,
      objects: refusedDeployment('cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000', {
        containers: [{ name: 'web', resources: { limits: { cpu: '400m' }, requests: { cpu: '100m' } } }],
      }),
      expect: [{ says: ['at most 2 times', 'here it is 4', 'requests cpu=200m'] }],
    },
    {
      name: 'a ratio that is not whole, and no limit is stated',
      target,
      objects: refusedDeployment(
        'cpu max limit to request ratio per Container is 1500m, but no limit is specified or limit is 0',
        {
          initContainers: [{ name: 'migrate', resources: { requests: { cpu: '100m' } } }],
          containers: [{ name: 'web', resources: { requests: { cpu: '200m' }, limits: { cpu: '300m' } } }],
        },
      ),
      expect: [
        {
          says: [
            'limit to request of cpu is open, at most 1.5 is allowed',
            'at most 1.5 times its request, and here the limit is not stated',
            'that is container migrate',
          ],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"initContainers":[{"name":"migrate","resources":{"limits":{"cpu":"100m"}}}]}}}}',
        },
      ],
    },
    {
      name: 'a ratio, and neither request nor limit is stated: what it needs is not known',
      target,
      objects: refusedDeployment(
        'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
        { containers: [{ name: 'web' }] },
      ),
      expect: [{ says: ['here the request is not stated', 'that is container web'], saysNot: ['Set ', 'patch'] }],
    },
    {
      name: 'a request below the minimum takes the limit up with it',
      target,
      objects: refusedDeployment('minimum memory usage per Container is 128Mi, but request is 64Mi', {
        containers: [{ name: 'web', resources: { limits: { memory: '100Mi' }, requests: { memory: '64Mi' } } }],
      }),
      expect: [
        {
          says: ['memory request 64Mi, at least 128Mi', 'asks for a request of 64Mi'],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","resources":{"requests":{"memory":"128Mi"},"limits":{"memory":"128Mi"}}}]}}}}',
        },
      ],
    },
    {
      name: 'a bound for the pod as a whole is left to people',
      target,
      objects: refusedDeployment('maximum cpu usage per Pod is 1, but limit is 1500m', template),
      expect: [{ says: ['per Pod', '1500m'], saysNot: ['patch'] }],
    },
    { name: 'recorded', recording: 'search-indexer', expect: [{ says: ['256Mi', '768Mi', 'indexer'] }] },
  ],
  silent: [
    {
      name: 'a quota refuses',
      target,
      objects: refusedDeployment('exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'),
    },
    {
      name: 'the pods exist',
      target,
      objects: [...aDeployment({ existing: 2 }), refused('maximum cpu usage per Pod is 1, but limit is 2')],
    },
  ],
});
