import { affinityContradiction } from '../../../src/rules/placement/affinity-contradiction.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const spec = 'spec.template.spec';
const terms = `${spec}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;

function required(list: string, more = ''): string {
  return manifest('Deployment', {
    pod: `${more}\naffinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${list}]}}}`,
  });
}

function expressions(...list: string[]): string {
  return `{matchExpressions: [${list.join(', ')}]}`;
}

const inZones = (...values: string[]): string => `{key: zone, operator: In, values: [${values.join(', ')}]}`;

function pods(terms: string, replicas: number): string {
  const term = `[{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: ${terms}}}}]`;
  const both = `podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: ${term}}, podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: ${term}}`;
  return manifest('Deployment', { spec: `replicas: ${replicas}`, pod: `affinity: {${both}}` });
}

testLint(affinityContradiction, {
  fires: [
    {
      name: 'nodeSelector against the affinity',
      yaml: required(expressions(inZones('a')), 'nodeSelector: {zone: b}'),
      expect: [
        {
          path: `${terms}[0].matchExpressions[0]`,
          severity: 'error',
          stage: 'pending',
          detail: 'excluding',
          says: ['zone=b', 'zone=a', 'stays pending'],
        },
      ],
    },
    {
      name: 'no common value',
      yaml: required(expressions(inZones('a', 'b'), inZones('c'))),
      expect: [{ path: `${terms}[0].matchExpressions[1]` }],
    },
    {
      name: 'each value is excluded',
      yaml: required(
        expressions(
          inZones('a', 'b'),
          '{key: zone, operator: NotIn, values: [a]}',
          '{key: zone, operator: NotIn, values: [b]}',
        ),
      ),
      expect: [{ path: `${terms}[0].matchExpressions[2]` }],
    },
    {
      name: 'there and not there',
      yaml: required(expressions('{key: gpu, operator: Exists}', '{key: gpu, operator: DoesNotExist}')),
      expect: [{ path: `${terms}[0].matchExpressions[1]`, says: ['no label gpu'] }],
    },
    {
      name: 'no number between',
      yaml: required(
        expressions('{key: cores, operator: Gt, values: ["7"]}', '{key: cores, operator: Lt, values: ["8"]}'),
      ),
      expect: [{ path: `${terms}[0].matchExpressions[1]` }],
    },
    {
      name: 'the old and the new name of a label',
      yaml: manifest('DaemonSet', { pod: 'nodeSelector: {kubernetes.io/os: linux, beta.kubernetes.io/os: windows}' }),
      expect: [{ path: `${spec}.nodeSelector["beta.kubernetes.io/os"]`, says: ['makes no pod'] }],
    },
    {
      name: 'the system of the pod and that of its nodes',
      yaml: manifest('Deployment', { pod: 'os: {name: windows}\nnodeSelector: {kubernetes.io/os: linux}' }),
      expect: [{ path: `${spec}.nodeSelector["kubernetes.io/os"]` }],
    },
    {
      name: 'one of two terms is dead',
      yaml: required(`${expressions(inZones('a'))}, ${expressions(inZones('b'))}`, 'nodeSelector: {zone: b}'),
      expect: [
        {
          path: `${terms}[0].matchExpressions[0]`,
          severity: 'advice',
          detail: 'dead-term',
          says: ['the other one decides'],
        },
      ],
    },
    {
      name: 'an empty term',
      yaml: required('{matchExpressions: []}'),
      expect: [{ path: `${terms}[0]`, severity: 'error', detail: 'empty-term' }],
    },
    {
      name: 'towards and away from the same pods',
      yaml: pods('other', 1),
      expect: [
        {
          path: `${spec}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]`,
          detail: 'pod-affinity',
        },
      ],
    },
    {
      name: 'towards and away from itself, twice',
      yaml: pods('web', 2),
      expect: [{ path: `${spec}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]` }],
    },
    {
      name: 'a topology key that nodes do not have',
      yaml: manifest('Deployment', {
        pod: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: topology.kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}',
      }),
      expect: [
        {
          path: `${spec}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey`,
          severity: 'warning',
          detail: 'topology-key',
          fix: [
            {
              kind: 'set',
              path: `${spec}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey`,
              value: 'kubernetes.io/hostname',
            },
          ],
        },
      ],
    },
  ],
  silent: [
    { name: 'the same value in both', yaml: required(expressions(inZones('a', 'b')), 'nodeSelector: {zone: b}') },
    {
      name: 'one value is left',
      yaml: required(expressions(inZones('a', 'b'), '{key: zone, operator: NotIn, values: [a]}')),
    },
    { name: 'terms are alternatives', yaml: required(`${expressions(inZones('a'))}, ${expressions(inZones('b'))}`) },
    {
      name: 'NotIn and DoesNotExist',
      yaml: required(expressions('{key: gpu, operator: NotIn, values: [a]}', '{key: gpu, operator: DoesNotExist}')),
    },
    {
      name: 'one number between',
      yaml: required(
        expressions('{key: cores, operator: Gt, values: ["6"]}', '{key: cores, operator: Lt, values: ["8"]}'),
      ),
    },
    {
      name: 'values that are numbers in the bounds',
      yaml: required(
        expressions('{key: cores, operator: In, values: ["4", "8"]}', '{key: cores, operator: Gt, values: ["4"]}'),
      ),
    },
    { name: 'towards itself and away, once', yaml: pods('web', 1) },
    {
      name: "a topology key of one's own",
      yaml: manifest('Deployment', {
        pod: 'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: example.com/rack, labelSelector: {matchLabels: {app: db}}}]}}',
      }),
    },
    { name: 'no affinity', yaml: manifest('Deployment') },
  ],
});
