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
