import { volumeUnused } from '../../../src/rules/configuration/volume-unused.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const volume = 'volumes: [{name: config, configMap: {name: web}}]';
const claim =
  'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]';

testLint(volumeUnused, {
  fires: [
    {
      name: 'a volume',
      yaml: manifest('Deployment', { pod: volume }),
      expect: [{ path: 'spec.template.spec.volumes[0].name', severity: 'advice', says: ['config', 'ConfigMap web'] }],
    },
    {
      name: 'a claim, which the scheduler heeds',
      yaml: manifest('Deployment', { pod: 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]' }),
      expect: [{ path: 'spec.template.spec.volumes[0].name', says: ['scheduler'] }],
    },
    {
      name: 'a claim template',
      yaml: manifest('StatefulSet', { spec: claim }),
      expect: [{ path: 'spec.volumeClaimTemplates[0].metadata.name', severity: 'warning', says: ['data'] }],
    },
  ],
  silent: [
    {
      name: 'mounted',
      yaml: manifest('Deployment', { pod: volume, container: 'volumeMounts: [{name: config, mountPath: /etc/web}]' }),
    },
    {
      name: 'mounted by an init container',
      yaml: manifest('Deployment', {
        pod: `${volume}\ninitContainers: [{name: a, image: "b:1", volumeMounts: [{name: config, mountPath: /c}]}]`,
      }),
    },
    {
      name: 'used as a device',
      yaml: manifest('Deployment', {
        pod: 'volumes: [{name: raw, persistentVolumeClaim: {claimName: raw}}]',
        container: 'volumeDevices: [{name: raw, devicePath: /dev/xvda}]',
      }),
    },
    {
      name: 'read for a variable',
      yaml: manifest('Deployment', {
        pod: 'volumes: [{name: env, emptyDir: {}}]',
        container: 'env: [{name: A, valueFrom: {fileKeyRef: {volumeName: env, path: a.env, key: A}}}]',
      }),
    },
    {
      name: 'meant for a sidecar that is injected',
      yaml: `apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {sidecar.istio.io/userVolumeMount: '[{"name":"certs"}]'}}
spec: {containers: [{name: web, image: "w:1"}], volumes: [{name: certs, emptyDir: {}}]}
`,
    },
    {
      name: 'a claim template that is mounted',
      yaml: manifest('StatefulSet', { spec: claim, container: 'volumeMounts: [{name: data, mountPath: /data}]' }),
    },
  ],
});
