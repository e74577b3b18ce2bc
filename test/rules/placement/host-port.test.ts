import { hostPort } from '../../../src/rules/placement/host-port.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].ports[0]';
const ports = 'ports: [{containerPort: 80, hostPort: 8080}]';

function web(replicas: number, container = ports, pod = '', kind = 'Deployment'): string {
  return manifest(kind, { container, pod, spec: kind === 'DaemonSet' ? '' : `replicas: ${replicas}` });
}

const alone =
  'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}';

testLint(hostPort, {
  fires: [
    {
      name: 'several replicas',
      yaml: web(3),
      expect: [
        {
          path: `${at}.hostPort`,
          container: 'web',
          severity: 'warning',
          stage: 'pending',
          says: ['8080', '3 pods need 3 nodes'],
        },
      ],
    },
    {
      name: 'more than nodes',
      yaml: web(3),
      nodes: 2,
      expect: [{ path: `${at}.hostPort`, severity: 'error', says: ['1 of them stays pending'] }],
    },
    {
      name: 'many more than nodes',
      yaml: web(5),
      nodes: 2,
      expect: [{ path: `${at}.hostPort`, severity: 'error', says: ['3 of them stay pending'] }],
    },
    {
      name: 'the network of the node',
      yaml: web(2, 'ports: [{containerPort: 80}]', 'hostNetwork: true', 'StatefulSet'),
      expect: [{ path: `${at}.containerPort`, detail: 'host-network' }],
    },
    {
      name: 'several ports are told once',
      yaml: web(2, 'ports: [{containerPort: 80, hostPort: 80}, {containerPort: 443, hostPort: 443}]'),
      expect: [{ path: `${at}.hostPort`, says: ['80, 443'] }],
    },
    {
      name: 'a sidecar',
      yaml: web(2, '', `initContainers: [{name: p, image: "p:1", restartPolicy: Always, ${ports}}]`),
      expect: [{ path: 'spec.template.spec.initContainers[0].ports[0].hostPort', container: 'p' }],
    },
  ],
  silent: [
    { name: 'one replica', yaml: web(1) },
    { name: 'a DaemonSet', yaml: web(1, ports, '', 'DaemonSet') },
    { name: 'a Pod', yaml: manifest('Pod', { container: ports }) },
    { name: 'no hostPort', yaml: web(3, 'ports: [{containerPort: 80}]') },
    { name: 'the network of the node without declared ports', yaml: web(3, '', 'hostNetwork: true') },
    { name: 'one pod a node is wanted', yaml: web(3, ports, alone) },
    {
      name: 'an init container is gone by then',
      yaml: web(3, '', `initContainers: [{name: p, image: "p:1", ${ports}}]`),
    },
  ],
});
