import { rolloutStuck } from '../../../src/rules/owner/rollout-stuck.ts';
import { ago, aPod, aWorkload, waiting } from '../../support/builders.ts';
import { aDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const stuck = {
  conditions: [
    {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'ReplicaSet "web-1a" has timed out progressing.',
      lastTransitionTime: ago(60),
    },
  ],
};
const slow = { containers: [{ name: 'web', readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 90 } }] };

testRule(rolloutStuck, {
  fires: [
    {
      name: 'the deadline passed with the default, old pods serve',
      target: 'deploy/web',
      objects: aDeployment({
        existing: 3,
        ready: 2,
        status: { ...stuck, updatedReplicas: 1, replicas: 3, availableReplicas: 2 },
      }),
      expect: [
        {
          severity: 'error',
          detail: 'no-progress',
          says: ['600 (default)', '1 of 2 updated, 2 available', '2 pods are available'],
        },
      ],
    },
    {
      name: 'there is a version to go back to',
      target: 'deploy/web',
      objects: aDeployment({ status: stuck, metadata: { annotations: { 'deployment.kubernetes.io/revision': '4' } } }),
      expect: [{ command: 'kubectl -n shop rollout undo deployment/web' }],
    },
    {
      name: 'one pod is available, and neither time nor ReplicaSet is named',
      target: 'deploy/web',
      objects: aDeployment({
        existing: 2,
        ready: 1,
        status: {
          conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
          updatedReplicas: 1,
          replicas: 2,
          availableReplicas: 1,
        },
      }).slice(0, 1),
      expect: [
        {
          says: [
            '1 pod is available meanwhile',
            'no new pod got ready. Nothing is rolled back',
            'how far the rollout is',
          ],
          command: 'kubectl -n shop describe deployment web',
        },
      ],
    },
    {
      name: 'a sidecar whose readiness alone takes too long',
      target: 'deploy/web',
      objects: aDeployment({
        status: stuck,
        spec: {
          progressDeadlineSeconds: 60,
          template: {
            spec: {
              initContainers: [
                { name: 'setup' },
                {
                  name: 'proxy',
                  restartPolicy: 'Always',
                  readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 90 },
                },
              ],
              containers: [{ name: 'web' }],
            },
          },
        },
      }),
      expect: [{ detail: 'deadline-too-short', says: ['container proxy cannot be ready before 90 s'] }],
    },
    {
      name: 'a deadline that no pod can meet',
      target: 'deploy/web',
      objects: aDeployment({
        status: stuck,
        template: slow,
        spec: { progressDeadlineSeconds: 100, minReadySeconds: 20, template: { spec: slow } },
      }),
      expect: [
        {
          severity: 'warning',
          detail: 'deadline-too-short',
          says: ['90 + 20 = 110 s', 'container web'],
          command: 'kubectl -n shop patch deployment/web -p {"spec":{"progressDeadlineSeconds":600}}',
        },
      ],
    },
    {
      name: 'a pod of the stuck ReplicaSet',
      objects: [
        aPod({
          owner: { kind: 'ReplicaSet', name: 'web-1a' },
          containers: [{ name: 'web', state: waiting('CrashLoopBackOff') }],
        }),
        ...aDeployment({ status: stuck, existing: 1 }),
      ],
      expect: [{ severity: 'error' }],
    },
    {
      name: 'paused, and the controller says so too',
      target: 'deploy/web',
      objects: aDeployment({
        existing: 2,
        ready: 2,
        spec: { paused: true },
        status: {
          replicas: 2,
          updatedReplicas: 0,
          conditions: [{ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }],
        },
      }),
      expect: [{ detail: 'paused', says: ['DeploymentPaused'] }],
    },
    {
      name: 'paused with a change that waits: information',
      target: 'deploy/web',
      objects: aDeployment({
        existing: 2,
        ready: 2,
        spec: { paused: true },
        status: { replicas: 2, updatedReplicas: 0 },
      }),
      expect: [{ severity: 'info', detail: 'paused', command: 'kubectl -n shop rollout resume deployment/web' }],
    },
    { name: 'recorded: the new version crashes', recording: 'checkout-v2', expect: [{ says: ['1 of 3', '45'] }] },
    {
      name: 'recorded: too short a deadline',
      recording: 'catalog-web',
      expect: [{ detail: 'deadline-too-short', says: ['20', '120'] }],
    },
  ],
  silent: [
    {
      name: 'it progresses',
      target: 'deploy/web',
      objects: aDeployment({
        status: { conditions: [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' }] },
      }),
    },
    {
      name: 'the controller has not seen the newest spec',
      target: 'deploy/web',
      objects: aDeployment({ status: { ...stuck, observedGeneration: 2 }, metadata: { generation: 3 } }),
    },
    {
      name: 'paused and nothing waits',
      target: 'deploy/web',
      objects: aDeployment({ existing: 2, ready: 2, spec: { paused: true } }),
    },
    {
      name: 'a pod of another ReplicaSet',
      objects: [
        aPod({
          owner: { kind: 'ReplicaSet', name: 'web-0z' },
          containers: [{ name: 'web', state: waiting('CrashLoopBackOff') }],
        }),
        aWorkload('ReplicaSet', 'web-0z', {
          metadata: { ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }] },
        }),
        ...aDeployment({ status: stuck }),
      ],
    },
    { name: 'recorded: a normal rollout', recording: 'roll-forward' },
  ],
});
