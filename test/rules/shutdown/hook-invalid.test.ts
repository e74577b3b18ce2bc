import { hookInvalid } from '../../../src/rules/shutdown/hook-invalid.ts';
import { testDocument } from '../../support/document-tester.ts';

const pod = (lifecycle: string, more = '', image = 'app:1'): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  ${more}
  containers:
    - name: app
      image: ${image}
      lifecycle:
        ${lifecycle}
`;

const path = (rest: string): string => `spec.containers[0].lifecycle.${rest}`;

testDocument(hookInvalid, {
  fires: [
    {
      name: 'a hook that does nothing',
      yaml: pod('preStop: {}'),
      expect: [
        {
          path: path('preStop'),
          at: '10:18',
          stage: 'rejected',
          container: 'app',
          says: ['preStop does nothing', 'exec, httpGet, tcpSocket, sleep'],
        },
      ],
    },
    {
      name: 'two handlers',
      yaml: pod('postStart: { exec: { command: [a] }, httpGet: { port: 80 } }'),
      expect: [{ path: path('postStart.httpGet'), says: ['both exec and httpGet'] }],
    },
    {
      name: 'no command',
      yaml: pod('postStart: { exec: { command: [] } }'),
      expect: [{ path: path('postStart.exec.command') }],
    },
    {
      name: 'a sleep longer than the default grace period',
      yaml: pod('preStop: { sleep: { seconds: 31 } }'),
      expect: [{ path: path('preStop.sleep'), says: ['31 s', '30'] }],
    },
    {
      name: 'a sleep longer than the grace period of the pod',
      yaml: pod('preStop: { sleep: { seconds: 20 } }', 'terminationGracePeriodSeconds: 10'),
      expect: [{ path: path('preStop.sleep'), says: ['20 s', '10'] }],
    },
    {
      name: 'a sleep of 0 before 1.33',
      yaml: pod('preStop: { sleep: { seconds: 0 } }'),
      version: '1.32',
      expect: [{ path: path('preStop.sleep'), says: ['from 1'] }],
    },
    {
      name: 'hooks of a plain init container of a Job',
      yaml: `apiVersion: batch/v1
kind: Job
metadata: { name: work }
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - { name: fetch, image: "app:1", lifecycle: { preStop: { exec: { command: [stop] } } } }
      containers:
        - { name: work, image: "app:1" }
`,
      expect: [{ path: 'spec.template.spec.initContainers[0].lifecycle', container: 'fetch', says: ['has no hooks'] }],
    },
  ],
  silent: [
    { name: 'a sleep of just the grace period', yaml: pod('preStop: { sleep: { seconds: 30 } }') },
    { name: 'a sleep of 0 from 1.33 on', yaml: pod('preStop: { sleep: { seconds: 0 } }'), version: '1.33' },
    {
      name: 'both hooks, one handler each; a tcpSocket is accepted although it does nothing',
      yaml: pod('{ postStart: { exec: { command: [a] } }, preStop: { tcpSocket: { port: 80 } } }'),
    },
    { name: 'no hooks', yaml: pod('{}') },
    { name: 'another kind of problem', yaml: pod('preStop: { sleep: { seconds: 1 } }', '', '""') },
  ],
});
