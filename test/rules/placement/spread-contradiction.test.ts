import { spreadContradiction } from '../../../src/rules/placement/spread-contradiction.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.topologySpreadConstraints[0]';
const own = 'labelSelector: {matchLabels: {app: web}}';

function spread(
  fields: string,
  { replicas = 3, pod = '', hard = true, key = 'topology.kubernetes.io/zone' } = {},
): string {
  const constraint = `{maxSkew: 1, topologyKey: ${key}, whenUnsatisfiable: ${hard ? 'DoNotSchedule' : 'ScheduleAnyway'}, ${fields}}`;
  return manifest('Deployment', {
    spec: `replicas: ${replicas}`,
    pod: `topologySpreadConstraints: [${constraint}]\n${pod}`,
  });
}

const zones =
  'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [a, b]}]}]}}}';

testLint(spreadContradiction, {
  fires: [
    {
      name: 'labels that the pod does not have',
      yaml: spread('labelSelector: {matchLabels: {app: wbe}}'),
      expect: [
        {
          path: `${at}.labelSelector`,
          severity: 'warning',
          stage: 'running',
          detail: 'selects-others',
          says: ['app=wbe', 'app=web'],
        },
      ],
    },
    {
      name: 'a preference is advice',
      yaml: spread('labelSelector: {matchLabels: {app: other}}', { hard: false }),
      expect: [{ path: `${at}.labelSelector`, severity: 'advice' }],
    },
    {
      name: 'no selector',
      yaml: spread('minDomains: 1'),
      expect: [{ path: `${at}.labelSelector`, detail: 'no-selector' }],
    },
    {
      name: 'an empty selector counts nothing',
      yaml: spread('labelSelector: {}'),
      expect: [{ path: `${at}.labelSelector`, detail: 'empty-selector' }],
    },
    {
      name: 'an expression that the pod does not meet',
      yaml: spread('labelSelector: {matchExpressions: [{key: tier, operator: Exists}]}'),
      expect: [{ path: `${at}.labelSelector` }],
    },
    {
      name: 'fewer domains than minDomains, by the selector of the pod',
      yaml: spread(`${own}, minDomains: 3`, { replicas: 5, pod: zones }),
      expect: [
        {
          path: `${at}.minDomains`,
          severity: 'error',
          stage: 'pending',
          detail: 'too-few-domains',
          says: ['2 × 1 = 2', 'other 3 stay pending'],
        },
      ],
    },
    {
      name: 'fewer nodes than minDomains',
      yaml: spread(`${own}, minDomains: 4`, { key: 'kubernetes.io/hostname' }),
      nodes: 2,
      expect: [{ path: `${at}.minDomains`, says: ['only 2 of 3', 'the cluster has 2 nodes'] }],
    },
    {
      name: 'a topology key that nodes do not have',
      yaml: spread(own, { key: 'topology.kubernetes.io/zones' }),
      expect: [
        {
          path: `${at}.topologyKey`,
          detail: 'topology-key',
          says: ['stays pending'],
          fix: [{ kind: 'set', path: `${at}.topologyKey`, value: 'topology.kubernetes.io/zone' }],
        },
      ],
    },
    {
      name: 'a topology key of old',
      yaml: spread(own, { key: 'failure-domain.beta.kubernetes.io/zone' }),
      expect: [{ path: `${at}.topologyKey`, severity: 'advice' }],
    },
  ],
  silent: [
    { name: 'its own labels', yaml: spread(own) },
    { name: 'its own labels and the revision', yaml: spread(`${own}, matchLabelKeys: [pod-template-hash]`) },
    {
      name: 'a label that a controller adds',
      yaml: spread('labelSelector: {matchLabels: {app: web, pod-template-hash: abc}}'),
    },
    { name: 'enough domains', yaml: spread(`${own}, minDomains: 2`, { replicas: 5, pod: zones }) },
    { name: 'as many pods as there is room for', yaml: spread(`${own}, minDomains: 3`, { replicas: 2, pod: zones }) },
    { name: 'nobody knows how many domains there are', yaml: spread(`${own}, minDomains: 9`, { replicas: 9 }) },
    {
      name: 'nodes that the pod may not use count as domains',
      yaml: spread(`${own}, minDomains: 3, nodeAffinityPolicy: Ignore`, { replicas: 5, pod: zones }),
    },
    { name: "a topology key of one's own", yaml: spread(own, { key: 'example.com/rack' }) },
    { name: 'no constraint', yaml: manifest('Deployment') },
  ],
});
