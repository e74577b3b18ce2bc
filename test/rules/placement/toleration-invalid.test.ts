import { tolerationInvalid } from '../../../src/rules/placement/toleration-invalid.ts';
import { testDocument } from '../../support/document-tester.ts';

const pod = (toleration: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: app, image: "app:1" }]
  tolerations:
    - ${toleration}
`;

const path = (field: string): string => `spec.tolerations[0].${field}`;

testDocument(tolerationInvalid, {
  fires: [
    {
      name: 'no key and no operator',
      yaml: pod('{ effect: NoSchedule }'),
      expect: [{ path: path('operator'), stage: 'rejected', says: ['Exists'] }],
    },
    {
      name: 'a value with Exists, in a DaemonSet',
      yaml: `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers: [{ name: app, image: "app:1" }]
      tolerations:
        - key: a
          operator: Exists
          value: b
`,
      expect: [{ path: 'spec.template.spec.tolerations[0].operator', says: ['has a value'] }],
    },
    {
      name: 'a time with an effect that removes nothing',
      yaml: pod('{ key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 5 }'),
      expect: [{ path: path('effect'), says: ['NoExecute'] }],
    },
    {
      name: 'a time with every effect',
      yaml: pod('{ key: a, operator: Exists, tolerationSeconds: 5 }'),
      expect: [{ path: path('effect'), says: ['NoExecute'] }],
    },
    {
      name: 'an operator that does not exist',
      yaml: pod('{ key: a, operator: In, value: b }'),
      expect: [{ path: path('operator'), says: ['operator "In"', 'Equal and Exists'] }],
    },
    {
      name: 'an effect in small letters, with its fix',
      yaml: pod('{ key: a, operator: Exists, effect: noschedule }'),
      expect: [
        {
          path: path('effect'),
          says: ['"noschedule"', 'case counts'],
          fix: [{ kind: 'set', path: path('effect'), value: 'NoSchedule' }],
        },
      ],
    },
    {
      name: 'a key that is no label key',
      yaml: pod('{ key: "a b", operator: Exists }'),
      expect: [{ path: path('key'), says: ['"a b"'] }],
    },
    {
      name: 'a value that is no label value',
      yaml: pod('{ key: a, value: "-b" }'),
      expect: [{ path: path('operator'), says: ['"-b"'] }],
    },
  ],
  silent: [
    { name: 'everything', yaml: pod('{ operator: Exists }') },
    { name: 'a value', yaml: pod('{ key: a, value: b, effect: PreferNoSchedule }') },
    { name: 'a key without a value', yaml: pod('{ key: example.com/a }') },
    { name: 'a time', yaml: pod('{ key: a, operator: Exists, effect: NoExecute, tolerationSeconds: -1 }') },
  ],
});
