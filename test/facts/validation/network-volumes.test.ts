import { podWith, testValidation } from '../../support/validation.ts';

const volume = (source: Record<string, unknown>, name = 'v') => podWith({ volumes: [{ name, ...source }] });

testValidation('disks of clouds', 'spec.volumes[0].', [
  ['Google', volume({ gcePersistentDisk: { pdName: 'a', partition: 255 } }), []],
  ['Google without a name', volume({ gcePersistentDisk: {} }), ['missing-field persistentDisk.pdName']],
  [
    'a partition of Google that cannot be',
    volume({ gcePersistentDisk: { pdName: 'a', partition: 256 } }),
    ['invalid-value persistentDisk.partition'],
  ],
  ['Amazon', volume({ awsElasticBlockStore: { volumeID: 'a' } }), []],
  [
    'Amazon without an id, and a partition below 0',
    volume({ awsElasticBlockStore: { partition: -1 } }),
    ['missing-field awsElasticBlockStore.volumeID', 'invalid-value awsElasticBlockStore.partition'],
  ],
  ['OpenStack', volume({ cinder: { volumeID: 'a', secretRef: { name: 'b' } } }), []],
  [
    'OpenStack without an id, and a Secret without a name',
    volume({ cinder: { secretRef: {} } }),
    ['missing-field cinder.volumeID', 'missing-field cinder.secretRef.name'],
  ],
  ['vSphere without a path', volume({ vsphereVolume: {} }), ['missing-field vsphereVolume.volumePath']],
  ['Photon without an id', volume({ photonPersistentDisk: {} }), ['missing-field photonPersistentDisk.pdID']],
  ['Portworx without an id', volume({ portworxVolume: {} }), ['missing-field portworxVolume.volumeID']],
  [
    'ScaleIO without anything',
    volume({ scaleIO: { secretRef: { name: 'a' } } }),
    ['missing-field scaleIO.gateway', 'missing-field scaleIO.system', 'missing-field scaleIO.volumeName'],
  ],
]);

const azure = (fields: Record<string, unknown>) =>
  volume({ azureDisk: { diskName: 'a', diskURI: 'https://b', ...fields } });

testValidation('Azure', 'spec.volumes[0].', [
  ['a blob', azure({ cachingMode: 'ReadOnly', kind: 'Dedicated' }), []],
  ['a blob, which it is where nothing is said', azure({}), []],
  ['a managed disk', azure({ kind: 'Managed', diskURI: '/subscriptions/b' }), []],
  ['a managed disk at the address of a blob', azure({ kind: 'Managed' }), ['invalid-value azureDisk.diskURI']],
  [
    'a blob at the address of a managed disk',
    azure({ diskURI: '/subscriptions/b' }),
    ['invalid-value azureDisk.diskURI'],
  ],
  [
    'a disk of nothing',
    volume({ azureDisk: {} }),
    ['missing-field azureDisk.diskName', 'missing-field azureDisk.diskURI'],
  ],
  ['caching that does not exist', azure({ cachingMode: 'Write' }), ['invalid-value azureDisk.cachingMode']],
  ['files', volume({ azureFile: { secretName: 'a', shareName: 'b' } }), []],
  [
    'files of nothing',
    volume({ azureFile: {} }),
    ['missing-field azureFile.secretName', 'missing-field azureFile.shareName'],
  ],
]);

const target = { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage.disk1', lun: 0 };
const iscsi = (fields: Record<string, unknown>, name = 'v') => volume({ iscsi: { ...target, ...fields } }, name);

testValidation('iSCSI', 'spec.volumes[0].', [
  ['a target', iscsi({ lun: 255 }), []],
  ['a target by EUI', iscsi({ iqn: 'eui.0123456789ABCDEF' }), []],
  ['a target by NAA', iscsi({ iqn: `naa.${'0123456789abcdef'.repeat(2)}` }), []],
  ['nothing', volume({ iscsi: { lun: 0 } }), ['missing-field iscsi.targetPortal', 'missing-field iscsi.iqn']],
  ['a name of another form', iscsi({ iqn: 'disk1' }), ['invalid-value iscsi.iqn']],
  ['IQN without a target', iscsi({ iqn: 'iqn.2001-04.com.example' }), ['invalid-value iscsi.iqn']],
  ['EUI too short', iscsi({ iqn: 'eui.0123456789ABCDE' }), ['invalid-value iscsi.iqn']],
  ['NAA too short', iscsi({ iqn: 'naa.0123456789ABCDEF' }), ['invalid-value iscsi.iqn']],
  ['a unit beyond 255', iscsi({ lun: 256 }), ['invalid-value iscsi.lun']],
  ['CHAP', iscsi({ chapAuthSession: true, secretRef: { name: 'a' } }), []],
  ['CHAP for discovery without a Secret', iscsi({ chapAuthDiscovery: true }), ['missing-field iscsi.secretRef']],
  ['CHAP for sessions without a Secret', iscsi({ chapAuthSession: true }), ['missing-field iscsi.secretRef']],
  ['an initiator', iscsi({ initiatorName: 'iqn.2001-04.com.example:node' }), []],
  ['an initiator of another form', iscsi({ initiatorName: 'node' }), ['invalid-value iscsi.initiatorname']],
  [
    'an initiator and 64 characters of volume and portal',
    iscsi({ initiatorName: 'iqn.2001-04.com.example:node' }, 'v'.repeat(50)),
    [],
  ],
  [
    'an initiator and 65 characters of volume and portal',
    iscsi({ initiatorName: 'iqn.2001-04.com.example:node' }, 'v'.repeat(51)),
    ['invalid-value name'],
  ],
]);

testValidation('Fibre Channel', 'spec.volumes[0].fc.', [
  ['names', volume({ fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } }), []],
  ['ids', volume({ fc: { wwids: ['3600508b400105e210000900000490000'] } }), []],
  ['neither', volume({ fc: {} }), ['invalid-value targetWWNs']],
  ['both', volume({ fc: { targetWWNs: ['a'], lun: 0, wwids: ['b'] } }), ['invalid-value targetWWNs']],
  ['names without a unit', volume({ fc: { targetWWNs: ['a'] } }), ['missing-field lun']],
  ['a unit beyond 255', volume({ fc: { targetWWNs: ['a'], lun: 256 } }), ['invalid-value lun']],
]);

const quobyte = (fields: Record<string, unknown>) => volume({ quobyte: { registry: 'a:1', volume: 'b', ...fields } });

testValidation('storage clusters', 'spec.volumes[0].', [
  ['RBD', volume({ rbd: { monitors: ['a:6789'], image: 'b' } }), []],
  ['RBD of nothing', volume({ rbd: {} }), ['missing-field rbd.monitors', 'missing-field rbd.image']],
  ['Ceph', volume({ cephfs: { monitors: ['a:6789'] } }), []],
  ['Ceph without monitors', volume({ cephfs: { monitors: [] } }), ['missing-field cephfs.monitors']],
  ['Gluster', volume({ glusterfs: { endpoints: 'a', path: 'b' } }), []],
  [
    'Gluster of nothing',
    volume({ glusterfs: {} }),
    ['missing-field glusterfs.endpoints', 'missing-field glusterfs.path'],
  ],
  ['Flocker', volume({ flocker: { datasetUUID: 'a' } }), []],
  ['Flocker of nothing', volume({ flocker: {} }), ['invalid-value flocker']],
  ['Flocker of two', volume({ flocker: { datasetName: 'a', datasetUUID: 'b' } }), ['invalid-value flocker']],
  ['Flocker with a path', volume({ flocker: { datasetName: 'a/b' } }), ['invalid-value flocker.datasetName']],
  ['Quobyte', quobyte({ registry: 'a:1,[fd00::1]:2', tenant: 't'.repeat(64) }), []],
  ['Quobyte of nothing', volume({ quobyte: {} }), ['missing-field quobyte.registry', 'missing-field quobyte.volume']],
  ['Quobyte without a port', quobyte({ registry: 'a:1,b' }), ['invalid-value quobyte.registry']],
  ['Quobyte with an IPv6 address as it is', quobyte({ registry: 'fd00::1' }), ['invalid-value quobyte.registry']],
  ['Quobyte with a long tenant', quobyte({ tenant: 't'.repeat(65) }), ['invalid-value quobyte.tenant']],
  ['StorageOS', volume({ storageos: { volumeName: 'a', volumeNamespace: 'b', secretRef: { name: 'c' } } }), []],
  [
    'StorageOS of nothing',
    volume({ storageos: { secretRef: {} } }),
    ['missing-field storageos.volumeName', 'missing-field storageos.secretRef.name'],
  ],
  [
    'StorageOS with names that are none',
    volume({ storageos: { volumeName: 'A', volumeNamespace: 'b.c' } }),
    ['invalid-value storageos.volumeName', 'invalid-value storageos.volumeNamespace'],
  ],
  ["a driver of one's own", volume({ flexVolume: { driver: 'a/b', options: { 'example.com/c': 'd' } } }), []],
  ['none', volume({ flexVolume: {} }), ['missing-field flexVolume.driver']],
  ...['kubernetes.io/a', 'x.k8s.io', 'Sub.Kubernetes.io/b'].map(
    (key) =>
      [
        `an option of Kubernetes itself: ${key}`,
        volume({ flexVolume: { driver: 'a/b', options: { [key]: 'd' } } }),
        [`invalid-value flexVolume.options[${key}]`],
      ] as const,
  ),
  ['an option that only ends alike', volume({ flexVolume: { driver: 'a/b', options: { 'myk8s.io/a': 'd' } } }), []],
]);
