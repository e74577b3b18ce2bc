import { containerWith, podWith, testValidation, workloadWith } from '../../support/validation.ts';

const volume = (source: Record<string, unknown>, name = 'v') => podWith({ volumes: [{ name, ...source }] });
const mounts = (list: readonly unknown[], volumes: readonly unknown[] = [{ name: 'v', emptyDir: {} }]) =>
  containerWith({ volumeMounts: list }, { volumes });
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const item = { name: 'a', items: [{ key: 'b', path: 'c' }] };
const projected = (...sources: readonly unknown[]) => volume({ projected: { sources } });

testValidation('volumes', 'spec.volumes[0]', [
  ['no source is an empty one', volume({}), []],
  ['no name', podWith({ volumes: [{ emptyDir: {} }] }), ['missing-field .name']],
  ['a name with a dot', volume({}, 'a.b'), ['invalid-value .name']],
  ['two sources', volume({ emptyDir: {}, hostPath: { path: '/a' } }), ['invalid-value .hostPath']],
  ['a ConfigMap', volume({ configMap: { name: 'a', items: [{ key: 'b', path: 'c/d', mode: 420 }] } }), []],
  ['a ConfigMap without a name', volume({ configMap: {} }), ['missing-field .configMap.name']],
  ['a Secret without a name', volume({ secret: {} }), ['missing-field .secret.secretName']],
  [
    'a mode beyond 0777',
    volume({ configMap: { name: 'a', defaultMode: 512 } }),
    ['invalid-value .configMap.defaultMode'],
  ],
  [
    'an item without a key',
    volume({ secret: { secretName: 'a', items: [{ path: 'b' }] } }),
    ['missing-field .secret.items[0].key'],
  ],
  [
    'an item that climbs',
    volume({ configMap: { name: 'a', items: [{ key: 'b', path: '../c' }] } }),
    ['invalid-value .configMap.items[0].path'],
  ],
  [
    'an item from the root',
    volume({ configMap: { name: 'a', items: [{ key: 'b', path: '/c' }] } }),
    ['invalid-value .configMap.items[0].path'],
  ],
  ['a claim without a name', volume({ persistentVolumeClaim: {} }), ['missing-field .persistentVolumeClaim.claimName']],
  ['a folder of the node', volume({ hostPath: { path: '/var', type: 'DirectoryOrCreate' } }), []],
  ['a folder that climbs', volume({ hostPath: { path: '/var/../etc' } }), ['invalid-value .hostPath.path']],
  [
    'a type of file that is none',
    volume({ hostPath: { path: '/var', type: 'Folder' } }),
    ['invalid-value .hostPath.type'],
  ],
  ['a size below zero', volume({ emptyDir: { sizeLimit: '-1Gi' } }), ['invalid-value .emptyDir.sizeLimit']],
  ['a medium', volume({ emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }), []],
  ['NFS from the root', volume({ nfs: { server: 'a', path: '/b' } }), []],
  [
    'NFS from nowhere',
    volume({ nfs: { server: '', path: 'b' } }),
    ['missing-field .nfs.server', 'invalid-value .nfs.path'],
  ],
  ['a driver', volume({ csi: { driver: 'csi.example.com' } }), []],
  ['no driver', volume({ csi: {} }), ['missing-field .csi.driver']],
  ['a claim of its own', volume({ ephemeral: { volumeClaimTemplate: { spec: claim } } }), []],
  [
    'a claim of its own without a size',
    volume({ ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } }),
    ['missing-field .ephemeral.volumeClaimTemplate.spec.resources[storage]'],
  ],
  [
    'an item that begins with two dots',
    volume({ configMap: { name: 'a', items: [{ key: 'b', path: '..c' }] } }),
    ['invalid-value .configMap.items[0].path'],
  ],
  ['a driver with a Secret', volume({ csi: { driver: 'csi.example.com', nodePublishSecretRef: { name: 'a' } } }), []],
  [
    'a driver with a Secret without a name',
    volume({ csi: { driver: 'csi.example.com', nodePublishSecretRef: {} } }),
    ['missing-field .csi.nodePublishSecretRef.name'],
  ],
  [
    'a driver with a Secret whose name is none',
    volume({ csi: { driver: 'csi.example.com', nodePublishSecretRef: { name: 'A' } } }),
    ['invalid-value .csi.name'],
  ],
  ['a driver in capitals', volume({ csi: { driver: 'CSI.example.com' } }), []],
  ['a driver with 64 characters', volume({ csi: { driver: 'd'.repeat(64) } }), ['invalid-value .csi.driver']],
  ['an image', volume({ image: { reference: 'a:1' } }), []],
  ['an image without a name', volume({ image: {} }), ['missing-field .image.reference'], '1.35'],
]);

testValidation('projected volumes', 'spec.volumes[0].projected', [
  [
    'several sources',
    projected({ secret: { name: 'a' } }, { configMap: { name: 'b' } }, { serviceAccountToken: { path: 't' } }),
    [],
  ],
  [
    'a source with two kinds',
    projected({ secret: { name: 'a' }, configMap: { name: 'b' } }),
    ['invalid-value .sources[0]'],
  ],
  ['the same path twice', projected({ secret: item }, { configMap: item }), ['invalid-value ']],
  ['a token without a path', projected({ serviceAccountToken: {} }), ['missing-field .path']],
  [
    'a token that ends too early',
    projected({ serviceAccountToken: { path: 't', expirationSeconds: 60 } }),
    ['invalid-value .sources[0].serviceAccountToken.expirationSeconds'],
  ],
]);

testValidation('mounts', 'spec.', [
  ['a mount', mounts([{ name: 'v', mountPath: '/a', subPath: 'b/c', readOnly: true }]), []],
  ['no path', mounts([{ name: 'v' }]), ['missing-field containers[0].volumeMounts[0].mountPath']],
  [
    'the same path twice',
    mounts([
      { name: 'v', mountPath: '/a' },
      { name: 'v', mountPath: '/a' },
    ]),
    ['duplicate-name containers[0].volumeMounts[1].mountPath'],
  ],
  [
    'another volume',
    mounts([{ name: 'w', mountPath: '/a' }]),
    ['volume-undeclared containers[0].volumeMounts[0].name'],
  ],
  [
    'a part that climbs',
    mounts([{ name: 'v', mountPath: '/a', subPath: '../b' }]),
    ['invalid-value containers[0].volumeMounts.subPath'],
  ],
  [
    'a part from the root',
    mounts([{ name: 'v', mountPath: '/a', subPath: '/b' }]),
    ['invalid-value containers[0].volumeMounts.subPath'],
  ],
  [
    'a part in two ways',
    mounts([{ name: 'v', mountPath: '/a', subPath: 'b', subPathExpr: 'c' }]),
    ['invalid-value containers[0].volumeMounts[0].subPathExpr'],
  ],
  [
    'propagation both ways without privileges',
    mounts([{ name: 'v', mountPath: '/a', mountPropagation: 'Bidirectional' }]),
    ['invalid-value containers[0].volumeMounts.mountPropagation'],
  ],
  [
    'the same volume name twice',
    mounts(
      [],
      [
        { name: 'v', emptyDir: {} },
        { name: 'v', emptyDir: {} },
      ],
    ),
    ['duplicate-name volumes[1].name'],
  ],
  [
    'a block device that is no claim',
    containerWith({ volumeDevices: [{ name: 'v', devicePath: '/dev/a' }] }, { volumes: [{ name: 'v', emptyDir: {} }] }),
    ['invalid-value containers[0].volumeDevices[0].name'],
  ],
]);

const claims = (metadata: Record<string, unknown>, spec: Record<string, unknown> = claim) =>
  workloadWith('StatefulSet', { volumeClaimTemplates: [{ metadata, spec }] });

testValidation('claims of a StatefulSet', 'spec.', [
  ['one', claims({ name: 'data' }), []],
  ['a name that no volume can have', claims({ name: 'my_data' }), ['invalid-value template.spec.volumes[0].name']],
]);

const own = (spec: Record<string, unknown>, metadata: Record<string, unknown> = {}) =>
  volume({ ephemeral: { volumeClaimTemplate: { metadata, spec: { ...claim, ...spec } } } });
const backup = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' };

testValidation('claims of ephemeral volumes', 'spec.volumes[0].ephemeral.volumeClaimTemplate', [
  ['labels and annotations', own({}, { labels: { a: 'b' }, annotations: { c: 'd' } }), []],
  ['a name', own({}, { name: 'a' }), ['invalid-value .metadata.name']],
  [
    'owners and finalizers',
    own({}, { finalizers: ['example.com/a'], ownerReferences: [] }),
    ['invalid-value .metadata.ownerReferences', 'invalid-value .metadata.finalizers'],
  ],
  ['what reads as not set', own({}, { name: '', generation: 0, creationTimestamp: null }), []],
  ['a label that is none', own({}, { labels: { 'a b': '' } }), ['invalid-value .metadata.labels']],
  ['no access', own({ accessModes: [] }), ['missing-field .spec.accessModes']],
  ['access that does not exist', own({ accessModes: ['ReadWrite'] }), ['invalid-value .spec.accessModes']],
  ['access by one pod', own({ accessModes: ['ReadWriteOncePod'] }), []],
  [
    'access by one pod and by many',
    own({ accessModes: ['ReadWriteOncePod', 'ReadWriteMany'] }),
    ['invalid-value .spec.accessModes'],
  ],
  ['a size of 0', own({ resources: { requests: { storage: '0' } } }), ['invalid-value .spec.resources[storage]']],
  ['a class', own({ storageClassName: 'fast.ssd', volumeMode: 'Block' }), []],
  ['a class that is none', own({ storageClassName: 'Fast' }), ['invalid-value .spec.storageClassName']],
  [
    'a class of attributes that is none',
    own({ volumeAttributesClassName: 'Fast' }),
    ['invalid-value .spec.volumeAttributesClassName'],
  ],
  ['a class of attributes before they are known', own({ volumeAttributesClassName: 'Fast' }), [], '1.33'],
  ['a mode that does not exist', own({ volumeMode: 'Files' }), ['invalid-value .spec.volumeMode']],
  ['a copy of another claim', own({ dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } }), []],
  ['a snapshot', own({ dataSource: backup, dataSourceRef: backup }), []],
  [
    'a copy of nothing',
    own({ dataSource: { apiGroup: 'example.com', kind: '', name: '' } }),
    ['missing-field .spec.dataSource.name', 'missing-field .spec.dataSource.kind'],
  ],
  [
    'a snapshot without its group',
    own({ dataSource: { kind: 'VolumeSnapshot', name: 'a' } }),
    ['invalid-value .spec.dataSource'],
  ],
  [
    'a group that is none',
    own({ dataSource: { ...backup, apiGroup: 'A' } }),
    ['invalid-value .spec.dataSource.apiGroup'],
  ],
  [
    'two different sources',
    own({ dataSource: backup, dataSourceRef: { ...backup, name: 'b' } }),
    ['invalid-value .spec'],
  ],
  ['a source in another namespace', own({ dataSourceRef: { ...backup, namespace: 'other' } }), []],
  [
    'a source in another namespace, which the older field cannot name',
    own({ dataSource: backup, dataSourceRef: { ...backup, namespace: 'other' } }),
    ['invalid-value .spec'],
  ],
  [
    'a source in a namespace that is none',
    own({ dataSourceRef: { ...backup, namespace: 'a.b' } }),
    ['invalid-value .spec.dataSourceRef.namespace'],
  ],
]);

testValidation('claims and the pod', 'spec.volumes', [
  [
    'the claim of its own ephemeral volume',
    podWith({
      volumes: [
        { name: 'v', ephemeral: { volumeClaimTemplate: { spec: claim } } },
        { name: 'w', persistentVolumeClaim: { claimName: 'web-v' } },
        { name: 'x', persistentVolumeClaim: { claimName: 'web-x' } },
      ],
    }),
    ['invalid-value [1].persistentVolumeClaim.claimName'],
  ],
  [
    'a claim with too long a name',
    podWith(
      { volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: claim } } }] },
      { name: 'n'.repeat(253) },
    ),
    ['invalid-value [0].name'],
  ],
]);

testValidation('mounts and devices', 'spec.containers[0].', [
  [
    'devices',
    containerWith(
      {
        volumeDevices: [
          { name: 'a', devicePath: '/dev/a' },
          { name: 'b', devicePath: '/dev/b' },
        ],
      },
      {
        volumes: [
          { name: 'a', persistentVolumeClaim: { claimName: 'a' } },
          { name: 'b', ephemeral: { volumeClaimTemplate: { spec: { ...claim, volumeMode: 'Block' } } } },
        ],
      },
    ),
    [],
  ],
  [
    'a device twice, one without a path and one that climbs',
    containerWith(
      {
        volumeDevices: [
          { name: 'a', devicePath: '/dev/a' },
          { name: 'a', devicePath: '/dev/a' },
          { name: 'b' },
          { name: 'c', devicePath: '/dev/../c' },
        ],
      },
      { volumes: ['a', 'b', 'c'].map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) },
    ),
    [
      'duplicate-name volumeDevices[1].name',
      'duplicate-name volumeDevices[1].devicePath',
      'missing-field volumeDevices[2].devicePath',
      'invalid-value volumeDevices[3].devicePath',
    ],
  ],
  [
    'a device that is mounted too, at the same path',
    containerWith(
      { volumeMounts: [{ name: 'a', mountPath: '/a' }], volumeDevices: [{ name: 'a', devicePath: '/a' }] },
      { volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'a' } }] },
    ),
    ['invalid-value volumeMounts[0].name', 'invalid-value volumeMounts[0].mountPath'],
  ],
  [
    'a device without a name',
    containerWith({ volumeDevices: [{ devicePath: '/a' }] }),
    ['missing-field volumeDevices[0].name'],
  ],
]);

testValidation('volumes of claims and others', 'spec.', [
  [
    'are counted with the claims first',
    workloadWith(
      'StatefulSet',
      { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] },
      { volumes: [{ name: 'a', configMap: {} }] },
    ),
    ['missing-field template.spec.volumes[1].configMap.name'],
  ],
  [
    'without those that a claim replaces',
    workloadWith(
      'StatefulSet',
      { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] },
      {
        volumes: [
          { name: 'data', emptyDir: {} },
          { name: 'a', configMap: {} },
        ],
      },
    ),
    ['missing-field template.spec.volumes[1].configMap.name'],
  ],
]);
