import { containerWith, testValidation } from '../../support/validation.ts';

const env = (...list: readonly unknown[]) => containerWith({ env: list });
const from = (valueFrom: unknown) => env({ name: 'A', valueFrom });
const field = (fieldPath: string, apiVersion = 'v1') => from({ fieldRef: { apiVersion, fieldPath } });

testValidation('names of variables', 'spec.containers[0].env[0].', [
  ['any printable characters but =', env({ name: 'a b!' }), []],
  ['not before 1.32', env({ name: 'a b!' }), ['invalid-value name'], '1.31'],
  ['dots, dashes and digits behind the first', env({ name: '_a.b-c1' }), [], '1.31'],
  ['a digit first', env({ name: '1a' }), ['invalid-value name'], '1.31'],
  ['an equals sign', env({ name: 'a=b' }), ['invalid-value name']],
  ['a letter beyond ASCII', env({ name: 'ä' }), ['invalid-value name']],
  ['none', env({ value: 'x' }), ['missing-field name']],
  ['the same twice is accepted', env({ name: 'A', value: '1' }, { name: 'A', value: '2' }), []],
]);

testValidation('valueFrom', 'spec.containers[0].env[0].valueFrom', [
  ['a key of a ConfigMap', from({ configMapKeyRef: { name: 'a', key: 'b' } }), []],
  ['a key of a Secret', from({ secretKeyRef: { name: 'a', key: '.b', optional: true } }), []],
  ['no key', from({ configMapKeyRef: { name: 'a' } }), ['missing-field .configMapKeyRef.key']],
  ['a key that cannot be one', from({ secretKeyRef: { name: 'a', key: 'a/b' } }), ['invalid-value .secretKeyRef.key']],
  ['nothing', from({}), ['invalid-value ']],
  [
    'two sources',
    from({ configMapKeyRef: { name: 'a', key: 'b' }, secretKeyRef: { name: 'a', key: 'b' } }),
    ['invalid-value '],
  ],
  [
    'a value besides',
    env({ name: 'A', value: 'x', valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } }),
    ['invalid-value '],
  ],
  ['the name of the pod', field('metadata.name'), []],
  ['a label', field("metadata.labels['app']"), []],
  ['all labels, which only volumes can give', field('metadata.labels'), ['invalid-value .fieldRef.fieldPath']],
  ['an IP', field('status.podIP'), []],
  ['a field that is no field', field('spec.replicas'), ['invalid-value .fieldRef.fieldPath']],
  ['a field of pods that is not offered', field('spec.restartPolicy'), ['invalid-value .fieldRef.fieldPath']],
  ['a key of what has none', field("spec.nodeName['a']"), ['invalid-value .fieldRef.fieldPath']],
  ['a label that cannot be', field("metadata.labels['a b']"), ['invalid-value .fieldRef']],
  ['an annotation in capitals', field("metadata.annotations['A']"), []],
  ['the older name of the node', field('spec.host'), []],
  ['no path', from({ fieldRef: {} }), ['missing-field .fieldRef.fieldPath']],
  [
    'a key of a ConfigMap without a name',
    from({ configMapKeyRef: { key: 'b' } }),
    ['missing-field .configMapKeyRef.name'],
  ],
  ['another version', field('metadata.name', 'v2'), ['invalid-value .fieldRef.fieldPath']],
  ['a limit', from({ resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } }), []],
  ...['1', '1000m', '1m', '0.001', '0', '0.5e0', '1e0'].map(
    (divisor) =>
      [
        `processors in units of ${divisor}`,
        from({ resourceFieldRef: { resource: 'limits.cpu', divisor } }),
        ['0.5e0', '1e0'].includes(divisor) ? ['invalid-value .resourceFieldRef.divisor'] : [],
      ] as const,
  ),
  ...['1Ki', '1024', '1048576', '1k', '1000Ki', '0.5Gi'].map(
    (divisor) =>
      [
        `memory in units of ${divisor}`,
        from({ resourceFieldRef: { resource: 'requests.memory', divisor } }),
        ['1024', '1048576', '1000Ki', '0.5Gi'].includes(divisor) ? ['invalid-value .resourceFieldRef.divisor'] : [],
      ] as const,
  ),
  ['huge pages', from({ resourceFieldRef: { resource: 'requests.hugepages-2Mi' } }), []],
  ['no resource', from({ resourceFieldRef: {} }), ['missing-field .resourceFieldRef.resource']],
  [
    'a resource that is not offered',
    from({ resourceFieldRef: { resource: 'limits.gpu' } }),
    ['invalid-value .resourceFieldRef.resource'],
  ],
  [
    'a divisor that is not offered',
    from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } }),
    ['invalid-value .resourceFieldRef.divisor'],
  ],
]);

testValidation('envFrom', 'spec.containers[0].envFrom', [
  ['a ConfigMap', containerWith({ envFrom: [{ configMapRef: { name: 'a' }, prefix: 'X_' }] }), []],
  ['nothing', containerWith({ envFrom: [{ prefix: 'X_' }] }), ['invalid-value ']],
  ['no name', containerWith({ envFrom: [{ secretRef: {} }] }), ['missing-field [0].secretRef.name']],
  ['both', containerWith({ envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] }), ['invalid-value ']],
  [
    'a prefix that cannot be one',
    containerWith({ envFrom: [{ configMapRef: { name: 'a' }, prefix: 'a=' }] }),
    ['invalid-value [0].prefix'],
  ],
]);

const file = (fields: Record<string, unknown>, volumes: readonly unknown[] = [{ name: 'v', emptyDir: {} }]) =>
  containerWith(
    { env: [{ name: 'A', valueFrom: { fileKeyRef: { key: 'B', volumeName: 'v', path: 'c/d.env', ...fields } } }] },
    { volumes },
  );

testValidation('files of variables', 'spec.containers[0].env[0].valueFrom.', [
  ['a file', file({}), []],
  [
    'nothing of it',
    file({ key: '', volumeName: '', path: '' }),
    ['missing-field fileKeyRef.key', 'missing-field fileKeyRef.volumeName', 'missing-field fileKeyRef.path'],
  ],
  ['a key that no variable can have', file({ key: 'a=b' }), ['invalid-value fileKeyRef.key']],
  ['a path that climbs', file({ path: 'a/../../b' }), ['invalid-value fileKeyRef.path']],
  [
    'a volume that no volume can be',
    file({ volumeName: 'V' }),
    ['invalid-value fileKeyRef.volumeName', 'volume-undeclared fileKeyRef.volumeName'],
  ],
  ['a volume that is not there', file({ volumeName: 'w' }), ['volume-undeclared fileKeyRef.volumeName']],
  [
    'a volume of another kind',
    file({}, [{ name: 'v', configMap: { name: 'a' } }]),
    ['invalid-value fileKeyRef.volumeName'],
  ],
]);

testValidation('files of variables before they are known', 'spec.containers[0].env[0].', [
  ['nothing is given', file({ key: '' }), ['invalid-value valueFrom'], '1.34'],
]);
