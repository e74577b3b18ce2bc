import { volumeUndeclared } from '../../../src/rules/configuration/volume-undeclared.ts';
import { testDocument } from '../../support/document-tester.ts';

const pod = (container: string, volumes = '[]', more = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  volumes: ${volumes}
  ${more}
  containers:
    - name: app
      image: app:1
      ${container}
`;

const statefulSet = (mount: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: app
          image: app:1
          volumeMounts: [{ name: ${mount}, mountPath: /data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;

testDocument(volumeUndeclared, {
  fires: [
    {
      name: 'a pod without volumes',
      yaml: pod('volumeMounts: [{ name: cache, mountPath: /cache }]'),
      expect: [
        {
          path: 'spec.containers[0].volumeMounts[0].name',
          at: '10:30',
          stage: 'rejected',
          container: 'app',
          says: ['"cache" is not a volume of the pod', 'no volumes'],
        },
      ],
    },
    {
      name: 'a name that is misspelt',
      yaml: pod('volumeMounts: [{ name: cachee, mountPath: /cache }]', '[{ name: cache, emptyDir: {} }]'),
      expect: [{ says: ['Perhaps cache is meant'] }],
    },
    {
      name: 'an init container',
      yaml: pod(
        'args: []',
        '[{ name: cache, emptyDir: {} }]',
        'initContainers: [{ name: a, image: "app:1", volumeMounts: [{ name: work, mountPath: /w }] }]',
      ),
      expect: [{ path: 'spec.initContainers[0].volumeMounts[0].name', container: 'a', says: ['The pod has cache'] }],
    },
    {
      name: 'a StatefulSet whose claim has another name',
      yaml: statefulSet('storage'),
      expect: [{ path: 'spec.template.spec.containers[0].volumeMounts[0].name', says: ['data'] }],
    },
  ],
  silent: [
    {
      name: 'a volume that is there',
      yaml: pod('volumeMounts: [{ name: cache, mountPath: /cache }]', '[{ name: cache, emptyDir: {} }]'),
    },
    { name: 'a claim of a StatefulSet', yaml: statefulSet('data') },
    { name: 'no mounts', yaml: pod('args: []') },
    { name: 'a mount without a name', yaml: pod('volumeMounts: [{ mountPath: /cache }]') },
  ],
});
