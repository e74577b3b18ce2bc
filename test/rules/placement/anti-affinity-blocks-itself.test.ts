import { antiAffinityBlocksItself } from '../../../src/rules/placement/anti-affinity-blocks-itself.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey';
const hostname = 'kubernetes.io/hostname';
const zone = 'topology.kubernetes.io/zone';

function apart(
  topologyKey: string,
  replicas: number,
  { app = 'web', more = '', pod = '', kind = 'Deployment', how = 'required' } = {},
): string {
  const term = `{topologyKey: ${topologyKey}, labelSelector: {matchLabels: {app: ${app}}}${more}}`;
  const list = how === 'required' ? `[${term}]` : `[{weight: 1, podAffinityTerm: ${term}}]`;
  return manifest(kind, {
    spec: kind === 'Job' ? `parallelism: ${replicas}\ncompletions: 100` : `replicas: ${replicas}`,
    pod: `affinity: {podAntiAffinity: {${how}DuringSchedulingIgnoredDuringExecution: ${list}}}\n${pod}${kind === 'Job' ? '\nrestartPolicy: Never' : ''}`,
  });
}

function node(name: string, fields: string): string {
  return `---\napiVersion: v1\nkind: Node\nmetadata: {name: ${name}, labels: {${hostname}: ${name}}}\n${fields}\n`;
}

testLint(antiAffinityBlocksItself, {
  fires: [
    {
      name: 'more pods than nodes',
      yaml: apart(hostname, 4),
      nodes: 3,
      expect: [
        { path: at, severity: 'error', stage: 'pending', says: ['the cluster has 3 nodes', '1 of 4 stays pending'] },
      ],
    },
    {
      name: 'a node is selected',
      yaml: apart(hostname, 2, { pod: `nodeSelector: {${hostname}: node-a}` }),
      expect: [{ path: at, severity: 'error', says: ['node-a'] }],
    },
    {
      name: 'more pods than zones as a rule',
      yaml: apart(zone, 5),
      expect: [{ path: at, severity: 'warning', says: ['three zones', '2 of 5 stay pending'] }],
    },
    {
      name: 'two pods in one region',
      yaml: apart('topology.kubernetes.io/region', 2, { kind: 'StatefulSet' }),
      expect: [{ path: at, severity: 'warning' }],
    },
    { name: 'the parallelism of a Job', yaml: apart(hostname, 4, { kind: 'Job' }), nodes: 3, expect: [{ path: at }] },
    {
      name: 'nodes that it may not use do not count',
      yaml:
        apart(hostname, 2) +
        node('a', 'spec: {}') +
        node('b', 'spec: {taints: [{key: gpu, effect: NoSchedule}]}') +
        node('c', 'spec: {unschedulable: true}'),
      complete: ['Node'],
      expect: [{ path: at, severity: 'error', says: ['1 of 2 stays pending'] }],
    },
    {
      name: 'what its autoscaler keeps',
      yaml: `${apart(hostname, 1)}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 3, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n`,
      nodes: 2,
      expect: [{ path: at }],
    },
  ],
  silent: [
    { name: 'one replica', yaml: apart(hostname, 1), nodes: 1 },
    { name: 'as many nodes', yaml: apart(hostname, 3), nodes: 3 },
    { name: 'nobody knows how many nodes there are', yaml: apart(hostname, 9) },
    { name: 'three zones may be there', yaml: apart(zone, 3) },
    { name: 'preferred', yaml: apart(hostname, 4, { how: 'preferred' }), nodes: 3 },
    { name: 'apart from others', yaml: apart(hostname, 4, { app: 'db' }), nodes: 3 },
    { name: 'of another namespace', yaml: apart(hostname, 4, { more: ', namespaces: [other]' }), nodes: 3 },
    {
      name: 'apart from other versions of itself',
      yaml: apart(hostname, 4, { more: ', mismatchLabelKeys: [app]' }),
      nodes: 3,
    },
    {
      name: 'a DaemonSet has one on each node',
      yaml: manifest('DaemonSet', {
        pod: `affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: ${hostname}, labelSelector: {matchLabels: {app: web}}}]}}`,
      }),
      nodes: 1,
    },
  ],
});
