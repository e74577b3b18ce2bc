import { quotaExceeded } from '../../../src/rules/owner/quota-exceeded.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const quota = (hard: string, more = ''): string => anObject('ResourceQuota', 'team', `spec:\n  hard: ${hard}\n${more}`);
const asking = (resources: string, replicas = 1): string =>
  aDeployment('', `resources: ${resources}`, { spec: `replicas: ${replicas}` });
const at = 'spec.template.spec.containers[0].resources';

testForesight(quotaExceeded, {
  fires: [
    {
      name: 'a quota makes limits mandatory',
      yaml: aDeployment('') + quota('{limits.memory: 1Gi, limits.cpu: 2}'),
      expect: [
        {
          path: at,
          container: 'web',
          detail: 'unspecified',
          stage: 'pods-rejected',
          says: ['limits.memory', 'limits.cpu', 'mandatory'],
        },
      ],
    },
    {
      name: 'one of them alone',
      yaml: aDeployment('') + quota('{limits.cpu: 2}'),
      expect: [{ path: at, says: ['does not state it', 'has to state it;'] }],
    },
    {
      name: 'a Job that runs too many at once',
      yaml:
        'apiVersion: batch/v1\nkind: Job\nmetadata: {name: load, namespace: shop}\nspec:\n  parallelism: 5\n  completions: 5\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: a, image: a}]\n' +
        quota('{pods: 4}'),
      expect: [{ path: 'spec.parallelism', detail: 'exceeded', says: ['5 pods'] }],
    },
    {
      name: 'the replicas together ask for too much',
      yaml: asking('{requests: {cpu: 250m}}', 3) + quota('{requests.cpu: 500m}'),
      expect: [{ path: 'spec.replicas', detail: 'exceeded', says: ['3 pods ask for 750m', '500m'] }],
    },
    {
      name: 'too many pods',
      yaml: asking('{}', 5) + quota('{pods: 4}'),
      expect: [{ path: 'spec.replicas', says: ['5', '4', 'pods'] }],
    },
    {
      name: 'a single pod that asks for more than there is at all',
      yaml:
        'apiVersion: v1\nkind: Pod\nmetadata: {name: big, namespace: shop}\nspec:\n  containers: [{name: big, image: big, resources: {requests: {memory: 4Gi}}}]\n' +
        quota('{requests.memory: 2Gi}'),
      expect: [{ path: 'spec.containers', stage: 'rejected', says: ['4Gi', '2Gi', 'refuses the pod'] }],
    },
  ],
  silent: [
    { name: 'it fits', yaml: asking('{requests: {cpu: 250m}}', 2) + quota('{requests.cpu: 500m}') },
    { name: 'limits stand in for requests', yaml: asking('{limits: {cpu: 250m}}') + quota('{requests.cpu: 500m}') },
    {
      name: 'a LimitRange fills them in',
      yaml:
        aDeployment('') +
        quota('{limits.memory: 1Gi}') +
        anObject('LimitRange', 'limits', 'spec: {limits: [{type: Container, default: {memory: 256Mi}}]}'),
    },
    {
      name: 'it counts other pods only',
      yaml: aDeployment('') + quota('{limits.memory: 1Gi}', '  scopes: [Terminating]'),
    },
    {
      name: 'it counts a priority only',
      yaml:
        aDeployment('') +
        quota(
          '{limits.memory: 1Gi}',
          '  scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}',
        ),
    },
    {
      name: 'what is used may be by itself',
      yaml:
        asking('{requests: {cpu: 250m}}', 2) + quota('{requests.cpu: 500m}', 'status: {used: {requests.cpu: 500m}}'),
    },
    {
      name: 'another namespace',
      yaml: aDeployment('') + quota('{limits.memory: 1Gi}').replace('namespace: shop', 'namespace: other'),
    },
  ],
});
