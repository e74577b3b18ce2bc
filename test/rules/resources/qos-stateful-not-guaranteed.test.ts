import { qosStatefulNotGuaranteed } from '../../../src/rules/resources/qos-stateful-not-guaranteed.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const resources = 'resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 2Gi}}';
const claim =
  'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]';

function database(image: string, more = resources): string {
  return manifest('StatefulSet', { pod: `containers: [{name: db, image: "${image}", ${more}}]` });
}

testLint(qosStatefulNotGuaranteed, {
  fires: [
    {
      name: 'a database that may use more than it requests',
      yaml: database('bitnami/postgresql:16'),
      expect: [
        {
          path: 'spec.template.spec.containers[0].resources.requests["memory"]',
          container: 'db',
          severity: 'advice',
          says: ['2Gi', '1Gi', 'Burstable'],
        },
      ],
    },
    {
      name: 'a program that keeps data in its claim',
      yaml: manifest('StatefulSet', {
        container: `${resources}\nvolumeMounts: [{name: data, mountPath: /data}]`,
        spec: claim,
      }),
      expect: [{ path: 'spec.template.spec.containers[0].resources.requests["memory"]' }],
    },
  ],
  silent: [
    {
      name: 'memory as much as its limit, cpu without one',
      yaml: database('postgres:16', 'resources: {requests: {cpu: 1, memory: 2Gi}, limits: {memory: 2Gi}}'),
    },
    {
      name: 'no limit, which another rule tells',
      yaml: database('postgres:16', 'resources: {requests: {memory: 2Gi}}'),
    },
    { name: 'no database and no claim', yaml: database('registry.example/worker:3') },
    { name: 'the claim is mounted by nobody', yaml: manifest('StatefulSet', { container: resources, spec: claim }) },
    {
      name: 'a Deployment',
      yaml: manifest('Deployment', { pod: `containers: [{name: db, image: "redis:7", ${resources}}]` }),
    },
  ],
});
