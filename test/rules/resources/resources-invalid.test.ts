import { resourcesInvalid } from '../../../src/rules/resources/resources-invalid.ts';
import { testDocument } from '../../support/document-tester.ts';

const pod = (resources: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  ${more}
  containers:
    - name: app
      image: app:1
      resources: ${resources}
`;

const path = (rest = ''): string => `spec.containers[0].resources${rest}`;

testDocument(resourcesInvalid, {
  fires: [
    {
      name: 'a request above its limit',
      yaml: pod('{ requests: { memory: 2Gi }, limits: { memory: 1500Mi } }'),
      expect: [
        {
          path: path('.requests'),
          stage: 'rejected',
          container: 'app',
          says: ['memory (2Gi) exceeds its limit (1500Mi)'],
        },
      ],
    },
    {
      name: 'milli units against whole ones',
      yaml: pod('{ requests: { cpu: 2 }, limits: { cpu: 1500m } }'),
      expect: [{ path: path('.requests'), says: ['cpu (2) exceeds its limit (1500m)'] }],
    },
    {
      name: 'less than nothing',
      yaml: pod('{ limits: { cpu: -1 } }'),
      expect: [{ path: path('.limits[cpu]'), says: ['-1'] }],
    },
    {
      name: 'a name that is none',
      yaml: pod('{ limits: { gpu: 1 } }'),
      expect: [{ path: path('.limits[gpu]'), says: ['"gpu"', 'example.com/name'] }],
    },
    {
      name: 'half an extended resource',
      yaml: pod('{ limits: { nvidia.com/gpu: 500m } }'),
      expect: [{ path: path('.limits[nvidia.com/gpu]'), says: ['"500m"'] }],
    },
    {
      name: 'an extended resource without its limit',
      yaml: pod('{ requests: { nvidia.com/gpu: 1 } }'),
      expect: [{ path: path('.limits'), says: ['nvidia.com/gpu is asked for without a limit'] }],
    },
    {
      name: 'an extended resource with another limit',
      yaml: pod('{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 } }'),
      expect: [{ path: path('.requests'), says: ['nvidia.com/gpu (1) differs from its limit (2)'] }],
    },
    {
      name: 'huge pages alone',
      yaml: pod('{ limits: { hugepages-2Mi: 4Mi } }'),
      expect: [{ path: path(), says: ['huge pages without cpu or memory'] }],
    },
    {
      name: 'a claim that the pod does not have',
      yaml: pod('{ claims: [{ name: gpu }] }'),
      expect: [{ path: path('.claims[0]'), says: ['claim gpu is not in spec.resourceClaims'] }],
    },
    {
      name: 'the pod asks for less than its containers',
      yaml: pod('{ requests: { cpu: 2 } }', 'resources: { requests: { cpu: 1 } }'),
      expect: [{ path: 'spec.resources.requests[cpu]' }],
    },
  ],
  silent: [
    { name: 'the same in other words', yaml: pod('{ requests: { memory: 1024Mi }, limits: { memory: 1Gi } }') },
    { name: 'limits only', yaml: pod('{ limits: { nvidia.com/gpu: 1, memory: 1Gi } }') },
    { name: 'requests only', yaml: pod('{ requests: { cpu: 100m, memory: 1Gi, ephemeral-storage: 1Gi } }') },
    { name: 'huge pages with memory', yaml: pod('{ limits: { hugepages-2Mi: 4Mi, memory: 1Gi } }') },
    {
      name: 'the pod asks for less than its containers, which 1.33 does not look at',
      yaml: pod('{ requests: { cpu: 2 } }', 'resources: { requests: { cpu: 1 } }'),
      version: '1.33',
    },
    { name: 'nothing', yaml: pod('{}') },
    { name: 'another kind of problem', yaml: pod('{}', 'dnsPolicy: Mine') },
  ],
});
