import { restartPolicyInvalid } from '../../../src/rules/rollout/restart-policy-invalid.ts';
import { testDocument } from '../../support/document-tester.ts';

const pod = (policy: string, container = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  restartPolicy: ${policy}
  containers:
    - { name: app, image: "app:1"${container} }
`;

const workload = (kind: string, policy: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      ${policy}
      containers: [{ name: app, image: "app:1" }]
`;

const job = (policy: string, more = ''): string => `apiVersion: batch/v1
kind: Job
metadata: { name: work }
spec:
  ${more}
  template:
    spec:
      ${policy}
      containers: [{ name: app, image: "app:1" }]
`;

const onExit =
  'podFailurePolicy: { rules: [{ action: FailJob, onExitCodes: { operator: In, values: [1] } }] }\n  backoffLimit: 2';
const path = 'spec.template.spec.restartPolicy';

testDocument(restartPolicyInvalid, {
  fires: [
    ...['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet'].map((kind) => ({
      name: `Never in a ${kind}`,
      yaml: workload(kind, 'restartPolicy: Never'),
      expect: [{ path, at: '9:22', stage: 'rejected' as const, says: ['"Never"', kind, 'Always'] }],
    })),
    {
      name: 'a Job without one',
      yaml: job(''),
      expect: [{ path, says: ['OnFailure', 'Never'] }],
    },
    { name: 'Always in a Job', yaml: job('restartPolicy: Always'), expect: [{ path, says: ['OnFailure', 'Never'] }] },
    {
      name: 'OnFailure with a podFailurePolicy',
      yaml: job('restartPolicy: OnFailure', onExit),
      expect: [{ path, says: ['podFailurePolicy'] }],
    },
    {
      name: 'a CronJob without one',
      yaml: `apiVersion: batch/v1
kind: CronJob
metadata: { name: work }
spec:
  schedule: "0 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{ name: app, image: "app:1" }]
`,
      expect: [{ path: 'spec.jobTemplate.spec.template.spec.restartPolicy' }],
    },
    {
      name: 'small letters, with their fix',
      yaml: pod('never'),
      expect: [
        {
          path: 'spec.restartPolicy',
          says: ['"never"', 'case counts'],
          fix: [{ kind: 'set', path: 'spec.restartPolicy', value: 'Never' }],
        },
      ],
    },
    {
      name: 'one of an app container before 1.34',
      yaml: pod('Always', ', restartPolicy: Always'),
      version: '1.33',
      expect: [{ path: 'spec.containers[0].restartPolicy', container: 'app', says: ['Before 1.34'] }],
    },
    {
      name: 'rules without an exit code from 1.35 on',
      yaml: pod('Always', ', restartPolicy: Never, restartPolicyRules: [{ action: Restart }]'),
      expect: [{ path: 'spec.containers[0].restartPolicyRules[0].exitCodes' }],
    },
    {
      name: 'a word that does not exist on an init container',
      yaml: pod('Always').replace(
        '  containers:',
        '  initContainers: [{ name: a, image: "app:1", restartPolicy: Sometimes }]\n  containers:',
      ),
      version: '1.33',
      expect: [{ path: 'spec.initContainers[0].restartPolicy', says: ['"Sometimes"', 'Always'] }],
    },
  ],
  silent: [
    { name: 'Always in a Deployment', yaml: workload('Deployment', 'restartPolicy: Always') },
    { name: 'nothing said', yaml: workload('StatefulSet', '') },
    { name: 'OnFailure in a Job', yaml: job('restartPolicy: OnFailure') },
    { name: 'Never with a podFailurePolicy', yaml: job('restartPolicy: Never', onExit) },
    { name: 'a bare pod that ends', yaml: pod('OnFailure') },
    {
      name: 'one of an app container, which 1.34 drops',
      yaml: pod('Always', ', restartPolicy: Nonsense'),
      version: '1.34',
    },
    {
      name: 'a sidecar',
      yaml: pod('Never').replace(
        '  containers:',
        '  initContainers: [{ name: a, image: "app:1", restartPolicy: Always }]\n  containers:',
      ),
    },
  ],
});
