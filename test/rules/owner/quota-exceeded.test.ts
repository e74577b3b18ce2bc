import { quotaExceeded } from '../../../src/rules/owner/quota-exceeded.ts';
import { aPod, aWorkload, namespace } from '../../support/builders.ts';
import { aDeployment, ownerEvent, refused, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const full = 'exceeded quota: team, requested: requests.cpu=250m, used: requests.cpu=500m, limited: requests.cpu=500m';
const target = 'deploy/web';
const template = { containers: [{ name: 'web', resources: { requests: { cpu: '250m' } } }] };

testRule(quotaExceeded, {
  fires: [
    {
      name: 'part of the pods fit: degraded, with the sums',
      target,
      objects: [...aDeployment({ replicas: 3, existing: 2, ready: 2, template }), refused(full)],
      expect: [
        {
          container: null,
          detail: 'exceeded',
          severity: 'error',
          says: ['team', 'requests.cpu', 'so 0 is free', '2 of its 3 pods exist', '3 × 166m'],
          command: 'kubectl -n shop scale deployment/web --replicas=2',
        },
      ],
    },
    {
      name: 'of a DaemonSet: its pods are of one version',
      target: 'ds/agent',
      objects: [
        aWorkload('DaemonSet', 'agent', {
          status: { desiredNumberScheduled: 2, currentNumberScheduled: 1, numberReady: 1 },
        }),
        ownerEvent('DaemonSet', 'agent', 'FailedCreate', `Error creating: pods "agent-x" is forbidden: ${full}`),
      ],
      expect: [{ severity: 'error', says: ['1 of its 2 pods exist'], saysNot: ['new version'] }],
    },
    {
      name: 'of the Job of a CronJob, which counts Jobs',
      target: 'cronjob/tidy',
      objects: [
        aWorkload('CronJob', 'tidy', { status: { active: [{ name: 'tidy-1' }] } }),
        aWorkload('Job', 'tidy-1', {
          metadata: { ownerReferences: [{ kind: 'CronJob', name: 'tidy', uid: 'uid-tidy', controller: true }] },
        }),
        ownerEvent('Job', 'tidy-1', 'FailedCreate', `Error creating: pods "tidy-1-x" is forbidden: ${full}`),
      ],
      expect: [{ severity: 'critical', says: ['Its only pod is not created'] }],
    },
    {
      name: 'the message is old and the quota itself was read',
      target,
      objects: [
        ...aDeployment({ template }),
        refused(full),
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'team', namespace },
          status: { hard: { 'requests.cpu': '1' }, used: { 'requests.cpu': '900m' } },
        },
      ],
      expect: [{ severity: 'critical', says: ['it allows 1 of requests.cpu', '100m is free'] }],
    },
    {
      name: 'a rollout with a full quota has no room for the surge',
      target,
      objects: [
        ...aDeployment({
          replicas: 1,
          status: { replicas: 3, readyReplicas: 3, updatedReplicas: 0 },
          spec: { replicas: 3 },
        }),
        refused(full),
      ],
      expect: [{ severity: 'error', says: ['No pod of its new version can be created', 'maxSurge'] }],
    },
    {
      name: 'a rollout of a single pod',
      target,
      objects: [
        ...aDeployment({ replicas: 1, status: { replicas: 1, updatedReplicas: 0 }, spec: { replicas: 1 } }),
        refused(full),
      ],
      expect: [{ says: ['the old one stays'] }],
    },
    {
      name: 'memory: what is free and what its own pods hold, shared by all',
      target,
      objects: [
        ...aDeployment({
          replicas: 4,
          existing: 2,
          template: { containers: [{ name: 'web', resources: { requests: { memory: '512Mi' } } }] },
        }),
        refused(
          'exceeded quota: team, requested: requests.memory=512Mi, used: requests.memory=1Gi, limited: requests.memory=1280Mi',
        ),
      ],
      expect: [
        {
          says: [
            '256Mi is free',
            '2 of its 4 pods exist, the other 2 are refused',
            'Raise the quota to requests.memory=2Gi',
            'the missing 2 pods ask',
            '4 × 320Mi fit',
          ],
        },
      ],
    },
    {
      name: 'two resources are used up, and which container gives way is for people',
      target,
      objects: [
        ...aDeployment({ template }),
        refused(
          'exceeded quota: team, requested: limits.cpu=1,pods=1, used: limits.cpu=4,pods=9, limited: limits.cpu=4,pods=9',
        ),
      ],
      expect: [{ says: ['limits.cpu and pods are used up'], saysNot: ['instead of'] }],
    },
    {
      name: 'numbers that cannot be read',
      target,
      objects: [
        ...aDeployment({ template }),
        refused('exceeded quota: team, requested: pods=some, used: pods=9, limited: pods=9'),
      ],
      expect: [
        {
          says: ['ResourceQuota team has no room for another pod', 'ask for in all. None of its 2 pods'],
          saysNot: ['used up', 'Raise the quota'],
          command: 'kubectl -n shop describe resourcequota team',
        },
      ],
    },
    {
      name: 'the Jobs of a CronJob are counted',
      target: 'cronjob/tidy',
      objects: [
        aWorkload('CronJob', 'tidy'),
        ownerEvent(
          'CronJob',
          'tidy',
          'FailedCreate',
          'Error creating job: jobs.batch "tidy-29" is forbidden: exceeded quota: jobs, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5',
        ),
      ],
      expect: [
        {
          says: ['another object: count/jobs.batch is used up', 'count/jobs.batch=6', 'Without that object'],
          saysNot: ['maxSurge', 'replica'],
        },
      ],
    },
    {
      name: 'values are mandatory, and neither the answer nor a template names a container',
      target: 'ds/agent',
      objects: [
        aWorkload('DaemonSet', 'agent', { status: { desiredNumberScheduled: 2, currentNumberScheduled: 0 } }),
        ownerEvent(
          'DaemonSet',
          'agent',
          'FailedCreate',
          'Error creating: pods "agent-x" is forbidden: failed quota: team: must specify limits.cpu',
        ),
      ],
      expect: [{ detail: 'unspecified', says: ['a container of its pods does not state it'], saysNot: ['patch'] }],
    },
    {
      name: 'a request is mandatory: a limit stands for it, and init containers count',
      target,
      objects: refusedDeployment('failed quota: team: must specify requests.cpu', {
        initContainers: [{ name: 'migrate' }],
        containers: [{ name: 'web', resources: { limits: { cpu: '1' } } }],
      }),
      expect: [
        {
          says: ['container migrate of its pods does not state it', 'has to state it'],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"initContainers":[{"name":"migrate","resources":{"requests":{"cpu":"100m"}}}]}}}}',
        },
      ],
    },
    {
      name: 'values are mandatory and the containers are named',
      target,
      objects: refusedDeployment('failed quota: team: must specify limits.cpu for: log,web; requests.memory for: log', {
        containers: [{ name: 'web', resources: { requests: { cpu: '50m' } } }, { name: 'log' }],
      }),
      expect: [
        {
          detail: 'unspecified',
          says: ['limits.cpu', 'requests.memory', 'containers log and web'],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","resources":{"limits":{"cpu":"50m"}}},{"name":"log","resources":{"limits":{"cpu":"100m"},"requests":{"memory":"128Mi"}}}]}}}}',
        },
      ],
    },
    {
      name: 'values are mandatory and an older server names no container',
      target,
      objects: refusedDeployment('failed quota: team: must specify limits.cpu,limits.memory', {
        containers: [{ name: 'web', resources: { limits: { cpu: '1', memory: '1Gi' } } }, { name: 'log' }],
      }),
      expect: [{ says: ['container log'] }],
    },
    {
      name: 'the events have expired and the condition is left',
      target,
      objects: aDeployment({ failure: `pods "web-1a-x" is forbidden: ${full}` }),
      expect: [{ says: ['ReplicaFailure', 'requests.cpu'] }],
    },
    {
      name: 'a claim of a StatefulSet is over quota',
      target: 'sts/db',
      objects: [
        aWorkload('StatefulSet', 'db', { status: { replicas: 0 } }),
        ownerEvent(
          'StatefulSet',
          'db',
          'FailedCreate',
          'create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "data-db-0" is forbidden: exceeded quota: disks, requested: requests.storage=20Gi, used: requests.storage=90Gi, limited: requests.storage=100Gi',
        ),
      ],
      expect: [{ says: ['disks', '10Gi is free', 'another claim'] }],
    },
    {
      name: 'a quota that has just been made',
      target,
      objects: refusedDeployment('status unknown for quota: team, resources: limits.cpu'),
      expect: [
        {
          detail: 'other',
          says: ['ResourceQuota team forbids its pods'],
          command: 'kubectl -n shop describe resourcequota team',
        },
      ],
    },
    {
      name: 'one pod fits',
      target,
      objects: [
        ...aDeployment({ replicas: 3, existing: 1, template }),
        refused('exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1'),
      ],
      expect: [{ says: ['Run 1 replica, which is what fits'] }],
    },
    {
      name: 'a priority class that the namespace has no quota for',
      target,
      objects: refusedDeployment(
        'insufficient quota to match these scopes: [{PriorityClass In [system-node-critical]}]',
      ),
      expect: [{ detail: 'other', says: ['system-node-critical'] }],
    },
    {
      name: 'recorded: over quota',
      recording: 'orders-stack',
      expect: [{ says: ['team-orders', 'requests.cpu=750m'] }],
    },
    { name: 'recorded: mandatory', recording: 'reports-web', expect: [{ says: ['default-quota', 'exporter'] }] },
  ],
  silent: [
    {
      name: 'all pods exist: it was overcome',
      target,
      objects: [...aDeployment({ existing: 2, ready: 2 }), refused(full)],
    },
    {
      name: 'a pod was created since',
      target,
      objects: [
        ...aDeployment({ existing: 1 }),
        refused(full, 60),
        ownerEvent('ReplicaSet', 'web-1a', 'SuccessfulCreate', 'Created pod: web-1a-b', 5),
      ],
    },
    {
      name: 'two controllers wrote the quota at once, which the next try mends',
      target,
      objects: refusedDeployment(
        'Operation cannot be fulfilled on resourcequotas "team": the object has been modified; please apply your changes to the latest version and try again',
      ),
    },
    {
      name: 'a pod as target exists, whatever its siblings meet',
      objects: [
        aPod({ owner: { kind: 'ReplicaSet', name: 'web-1a' }, labels: { app: 'web' } }),
        ...aDeployment({ existing: 1 }),
        refused(full),
      ],
    },
    {
      name: 'refused for another reason',
      target,
      objects: refusedDeployment('no PriorityClass with name gold was found'),
    },
  ],
});
