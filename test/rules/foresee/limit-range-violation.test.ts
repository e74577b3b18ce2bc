import { limitRangeViolation } from '../../../src/rules/owner/limit-range-violation.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const range = (limits: string): string => anObject('LimitRange', 'limits', `spec:\n  limits: [${limits}]`);
const asking = (resources: string): string => aDeployment('', `resources: ${resources}`);
const at = 'spec.template.spec.containers[0].resources';

testForesight(limitRangeViolation, {
  fires: [
    {
      name: 'a limit above the maximum',
      yaml:
        asking('{limits: {memory: 768Mi}, requests: {memory: 128Mi}}') +
        range('{type: Container, max: {memory: 256Mi}}'),
      expect: [
        {
          path: `${at}.limits[memory]`,
          container: 'web',
          severity: 'critical',
          stage: 'pods-rejected',
          says: ['768Mi', '256Mi', 'refuses its pods'],
        },
      ],
    },
    {
      name: 'a request below the minimum',
      yaml: asking('{requests: {cpu: 5m}}') + range('{type: Container, min: {cpu: 50m}}'),
      expect: [{ path: `${at}.requests[cpu]`, says: ['5m', '50m'] }],
    },
    {
      name: 'a pod of its own',
      yaml:
        'apiVersion: v1\nkind: Pod\nmetadata: {name: big, namespace: shop}\nspec:\n  containers: [{name: big, image: big, resources: {limits: {memory: 1Gi}, requests: {memory: 1Mi}}}]\n' +
        range('{type: Container, max: {memory: 256Mi}}'),
      expect: [
        {
          path: 'spec.containers[0].resources.limits[memory]',
          stage: 'rejected',
          says: ['The API server refuses the pod'],
        },
      ],
    },
    {
      name: 'a ratio',
      yaml:
        asking('{limits: {cpu: 2}, requests: {cpu: 100m}}') +
        range('{type: Container, maxLimitRequestRatio: {cpu: 4}}'),
      expect: [{ path: `${at}.limits[cpu]`, says: ['20', '4'] }],
    },
    {
      name: 'a request above the limit that is filled in',
      yaml: asking('{requests: {memory: 1Gi}}') + range('{type: Container, default: {memory: 512Mi}}'),
      expect: [{ path: `${at}.requests[memory]`, says: ['fills in', '512Mi', '1Gi'] }],
    },
    {
      name: 'the pod as a whole',
      yaml: asking('{limits: {memory: 3Gi}}') + range('{type: Pod, max: {memory: 2Gi}}'),
      expect: [{ path: 'spec.template.spec.containers', says: ['a pod', '2Gi'] }],
    },
    {
      name: 'a claim',
      yaml:
        anObject('PersistentVolumeClaim', 'data', 'spec: {resources: {requests: {storage: 100Gi}}}').replace(
          '---\n',
          '',
        ) + range('{type: PersistentVolumeClaim, max: {storage: 10Gi}}'),
      subject: 'PersistentVolumeClaim/data',
      expect: [{ path: 'spec.resources.requests', stage: 'rejected', says: ['100Gi', '10Gi'] }],
    },
  ],
  silent: [
    {
      name: 'within the bounds',
      yaml:
        asking('{limits: {memory: 256Mi}, requests: {memory: 128Mi}}') +
        range('{type: Container, max: {memory: 256Mi}, min: {memory: 64Mi}}'),
    },
    {
      name: 'nothing stated, and the range fills it in',
      yaml:
        aDeployment('') +
        range(
          '{type: Container, max: {memory: 1Gi}, min: {memory: 64Mi}, default: {memory: 256Mi}, defaultRequest: {memory: 128Mi}}',
        ),
    },
    {
      name: 'a request below the limit that is filled in',
      yaml: asking('{requests: {memory: 256Mi}}') + range('{type: Container, default: {memory: 512Mi}}'),
    },
    {
      name: 'another namespace',
      yaml:
        asking('{limits: {memory: 2Gi}}') +
        range('{type: Container, max: {memory: 1Gi}}').replace('namespace: shop', 'namespace: other'),
    },
    { name: 'no LimitRange', yaml: asking('{limits: {memory: 2Gi}}') },
  ],
});
