import { qosBestEffort } from '../../../src/rules/resources/qos-best-effort.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

testLint(qosBestEffort, {
  fires: [
    {
      name: 'nothing is said of resources',
      yaml: manifest('Deployment'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].resources',
          severity: 'warning',
          says: ['BestEffort', 'evicted among the first', 'oom_score_adj 1000'],
        },
      ],
    },
    {
      name: 'only ephemeral storage, which does not count',
      yaml: manifest('CronJob', {
        container: 'resources: {requests: {ephemeral-storage: 1Gi}}',
        pod: 'restartPolicy: Never',
      }),
      expect: [{ path: 'spec.jobTemplate.spec.template.spec.containers[0].resources' }],
    },
    {
      name: 'zeros',
      yaml: manifest('Pod', { container: 'resources: {requests: {cpu: 0, memory: 0}}' }),
      expect: [{ path: 'spec.containers[0].resources' }],
    },
    {
      name: 'a LimitRange for claims gives containers nothing',
      yaml: `${manifest('DaemonSet')}---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: PersistentVolumeClaim, max: {storage: 1Gi}}]}\n`,
      expect: [{ path: 'spec.template.spec.containers[0].resources' }],
    },
  ],
  silent: [
    {
      name: 'a cpu request makes it Burstable',
      yaml: manifest('Deployment', { container: 'resources: {requests: {cpu: 1m}}' }),
    },
    {
      name: 'a sidecar with a limit makes it Burstable',
      yaml: manifest('Deployment', {
        pod: 'initContainers: [{name: p, image: p:1, restartPolicy: Always, resources: {limits: {memory: 1Gi}}}]',
      }),
    },
    { name: 'the pod as a whole asks', yaml: manifest('Deployment', { pod: 'resources: {requests: {memory: 1Gi}}' }) },
    {
      name: 'a LimitRange fills in',
      yaml: `${manifest('Deployment')}---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]}\n`,
    },
    {
      name: 'the node never evicts it',
      yaml: manifest('DaemonSet', { pod: 'priorityClassName: system-node-critical' }),
    },
    { name: 'the test of a chart', yaml: manifest('Pod', { metadata: 'annotations: {helm.sh/hook: "test-success"}' }) },
  ],
});
