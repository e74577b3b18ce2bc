import { podWith, testValidation } from '../../support/validation.ts';

const required = (...nodeSelectorTerms: readonly unknown[]) =>
  podWith({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
const wants = (key: string, operator: string, values?: readonly string[]) =>
  required({ matchExpressions: [{ key, operator, ...(values ? { values } : {}) }] });
const first = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

testValidation('affinity to nodes', first, [
  ['In', wants('a', 'In', ['b']), []],
  ['Exists', wants('a', 'Exists'), []],
  ['Gt', wants('a', 'Gt', ['5']), []],
  ['no terms', required(), ['missing-field ']],
  ['a term without anything', required({}), []],
  ['In without values', wants('a', 'In'), ['missing-field [0].matchExpressions[0].values']],
  ['Exists with values', wants('a', 'Exists', ['b']), ['invalid-value [0].matchExpressions[0].values']],
  ['Gt with two values', wants('a', 'Gt', ['1', '2']), ['missing-field [0].matchExpressions[0].values']],
  ['an operator that does not exist', wants('a', 'Equals', ['b']), ['invalid-value [0].matchExpressions[0].operator']],
  ['a key that is none', wants('a b', 'Exists'), ['invalid-value [0].matchExpressions[0].key']],
  ['a field', required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }), []],
  [
    'a field that is not offered',
    required({ matchFields: [{ key: 'spec.name', operator: 'In', values: ['a'] }] }),
    ['invalid-value [0].matchFields[0].key'],
  ],
  [
    'a field with two values',
    required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] }),
    ['missing-field [0].matchFields[0].values'],
  ],
  [
    'a field with another operator',
    required({ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }),
    ['invalid-value [0].matchFields[0].operator'],
  ],
  [
    'a node by a name that is none',
    required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['Node 1'] }] }),
    ['invalid-value [0].matchFields[0].values[0]'],
  ],
]);

const near = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
const term = (fields: Record<string, unknown>) =>
  podWith({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...near, ...fields }] } } });
const liked = (fields: Record<string, unknown>) =>
  podWith({
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: near, ...fields }],
      },
    },
  });

testValidation('affinity to pods', 'spec.affinity.', [
  ['a term', term({}), []],
  [
    'no topology key',
    term({ topologyKey: '' }),
    ['missing-field podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey'],
  ],
  [
    'a namespace with a dot',
    term({ namespaces: ['a.b'] }),
    ['invalid-value podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace'],
  ],
  ['a weight', liked({ weight: 100 }), []],
  [
    'a weight of 0',
    liked({ weight: 0 }),
    ['invalid-value podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight'],
  ],
  [
    'no weight',
    liked({ weight: undefined }),
    ['missing-field podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight'],
  ],
  [
    'a weight of 101',
    liked({ weight: 101 }),
    ['invalid-value podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight'],
  ],
]);

const spread = (fields: Record<string, unknown>) =>
  podWith({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { a: 'b' } },
        ...fields,
      },
    ],
  });

testValidation('spreading', 'spec.topologySpreadConstraints', [
  ['a constraint', spread({ minDomains: 2 }), []],
  ['no skew', spread({ maxSkew: 0 }), ['missing-field [0].maxSkew']],
  ['no key', spread({ topologyKey: '' }), ['missing-field [0].topologyKey']],
  ['a word that is none', spread({ whenUnsatisfiable: 'Never' }), ['invalid-value [0].whenUnsatisfiable']],
  [
    'domains of what may be unmet',
    spread({ minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' }),
    ['invalid-value [0].minDomains'],
  ],
  ['no domains', spread({ minDomains: 0 }), ['invalid-value [0].minDomains']],
  ['a policy that is none', spread({ nodeAffinityPolicy: 'Maybe' }), ['invalid-value [0].nodeAffinityPolicy']],
  [
    'keys that the selector has as well',
    spread({ matchLabelKeys: ['a'] }),
    ['invalid-value [0].matchLabelKeys[0]'],
    '1.33',
  ],
  ['keys that the selector does not have', spread({ matchLabelKeys: ['b'] }), []],
  ['keys that the selector does not have', spread({ matchLabelKeys: ['b'] }), [], '1.33'],
  [
    'keys without a selector',
    spread({ labelSelector: undefined, matchLabelKeys: ['a'] }),
    ['invalid-value [0].matchLabelKeys'],
  ],
  ['a key that is none', spread({ matchLabelKeys: ['a b'] }), ['invalid-value [0].matchLabelKeys[0]']],
  [
    'two constraints for the same',
    podWith({
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
        { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
        { maxSkew: 3, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      ],
    }),
    ['duplicate-name [0].{topologyKey, whenUnsatisfiable}'],
  ],
]);

const ownLabels = { labels: { app: 'web', hash: 'x' } };
const keyed = (keys: Record<string, unknown>, expressions: readonly unknown[] = []) =>
  podWith(
    {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: 'zone',
              labelSelector: { matchLabels: { app: 'web' }, matchExpressions: expressions },
              ...keys,
            },
          ],
        },
      },
    },
    ownLabels,
  );

testValidation('keys of labels', 'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]', [
  ['of this pod', keyed({ matchLabelKeys: ['hash'] }), []],
  ['of this pod, and in the selector', keyed({ matchLabelKeys: ['hash', 'app'] }), ['invalid-value [1]']],
  [
    'of this pod, and in an expression',
    keyed({ matchLabelKeys: ['hash'] }, [{ key: 'hash', operator: 'Exists' }]),
    ['invalid-value [0]'],
  ],
  ['that the pod does not have', keyed({ matchLabelKeys: ['tier'] }, [{ key: 'tier', operator: 'Exists' }]), []],
  [
    'that must match and must not',
    keyed({ matchLabelKeys: ['tier'], mismatchLabelKeys: ['tier'] }),
    ['invalid-value .matchLabelKeys[0]'],
  ],
  ['that must not match, and in the selector', keyed({ mismatchLabelKeys: ['app'] }), []],
]);

testValidation('other fields about nodes', 'spec.', [
  ['a node selector', podWith({ nodeSelector: { 'a/b': 'c' } }), []],
  ['a node selector with a bad value', podWith({ nodeSelector: { a: 'b c' } }), ['invalid-value nodeSelector']],
  ['a node', podWith({ nodeName: 'node-1' }), []],
  ['a gate', podWith({ schedulingGates: [{ name: 'example.com/wait' }] }), []],
  ['a gate twice', podWith({ schedulingGates: [{ name: 'a' }, { name: 'a' }] }), ['duplicate-name schedulingGates[1]']],
  [
    'a node before the gates are gone',
    podWith({ nodeName: 'a', schedulingGates: [{ name: 'a' }] }),
    ['invalid-value nodeName'],
  ],
  ['a readiness gate', podWith({ readinessGates: [{ conditionType: 'example.com/ready' }] }), []],
  [
    'a readiness gate without a name',
    podWith({ readinessGates: [{ conditionType: '' }] }),
    ['invalid-value readinessGates[0].conditionType'],
  ],
]);
