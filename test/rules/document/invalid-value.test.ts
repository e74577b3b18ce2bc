import { invalidValue } from '../../../src/rules/document/invalid-value.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(invalidValue, {
  fires: [
    {
      name: 'quantities',
      yaml: manifest('Pod', { container: 'resources: {limits: {memory: 512MiB, cpu: two, ephemeral-storage: 1KB}}' }),
      expect: [
        {
          path: 'spec.containers[0].resources.limits[memory]',
          at: '10:34',
          container: 'web',
          says: ['Kubernetes calls it 512Mi'],
          fix: [{ kind: 'set', path: 'spec.containers[0].resources.limits[memory]', value: '512Mi' }],
        },
        { path: 'spec.containers[0].resources.limits[cpu]', fix: null },
        { fix: [{ kind: 'set', path: 'spec.containers[0].resources.limits[ephemeral-storage]', value: '1k' }] },
      ],
    },
    {
      name: 'an unknown unit',
      yaml: manifest('Pod', { container: 'resources: {limits: {memory: 1K}}' }),
      expect: [{ says: ['has the unit K'] }],
    },
    {
      name: 'a name',
      yaml: manifest('Pod').replace('name: web', 'name: Web_1'),
      expect: [{ path: 'metadata.name', at: '4:9' }],
    },
  ],
  silent: [
    {
      name: 'quantities as the API server takes them',
      yaml: manifest('Pod', { container: 'resources: {limits: {cpu: 1., memory: 1e9, ephemeral-storage: " 1Gi "}}' }),
    },
  ],
});
