import { rolloutDeadlock } from '../../../src/rules/rollout/rollout-deadlock.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec';
const volumes = 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]';
const claim = (mode: string): string =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [${mode}], resources: {requests: {storage: 1Gi}}}\n`;
const hostPort = 'ports: [{containerPort: 80, hostPort: 80}]';
const apart = `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector: {matchLabels: {app: web}}`;
const none = 'strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}';

testLint(rolloutDeadlock, {
  fires: [
    {
      name: 'one replica with a claim of one node',
      yaml: manifest('Deployment', { pod: volumes }) + claim('ReadWriteOnce'),
      expect: [
        {
          path: `${at}.volumes[0].persistentVolumeClaim.claimName`,
          severity: 'warning',
          stage: 'rollout',
          detail: 'claim',
          says: ['claim data is ReadWriteOnce', 'maxUnavailable 25% comes to 0', 'Recreate'],
        },
      ],
    },
    {
      name: 'a zone for each pod',
      yaml: manifest('Deployment', {
        pod: apart.replace('kubernetes.io/hostname', 'topology.kubernetes.io/zone'),
        spec: none,
      }),
      expect: [
        {
          path: `${at}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]`,
          says: ['a new pod needs a topology.kubernetes.io/zone domain where no old one runs'],
        },
      ],
    },
    {
      name: 'the network of the node',
      yaml: manifest('Deployment', {
        pod: 'hostNetwork: true',
        container: 'ports: [{containerPort: 80}]',
        spec: none,
      }),
      expect: [{ path: `${at}.hostNetwork`, says: ['port 80 of its node'] }],
    },
    {
      name: 'a claim of one pod',
      yaml: manifest('Deployment', { pod: volumes, spec: none }) + claim('ReadWriteOncePod'),
      expect: [
        {
          path: `${at}.volumes[0].persistentVolumeClaim.claimName`,
          severity: 'error',
          says: ['The rollout never ends'],
        },
      ],
    },
    {
      name: 'a port of the node',
      yaml: manifest('Deployment', { container: hostPort, spec: `replicas: 3\n${none}` }),
      expect: [
        {
          path: `${at}.containers[0].ports[0].hostPort`,
          detail: 'host-port',
          says: ['needs 4 of them for 3 replicas'],
        },
      ],
    },
    {
      name: 'a port of one chosen node',
      yaml: manifest('Deployment', { container: hostPort, pod: 'nodeSelector: {kubernetes.io/hostname: node-a}' }),
      expect: [{ path: `${at}.containers[0].ports[0].hostPort`, severity: 'error' }],
    },
    {
      name: 'a node for each pod',
      yaml: manifest('Deployment', { pod: apart, spec: `replicas: 2` }),
      expect: [
        {
          path: `${at}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]`,
          detail: 'anti-affinity',
          says: ['needs 3 of them'],
        },
      ],
    },
    {
      name: 'a DaemonSet that surges on a port of the node',
      yaml: manifest('DaemonSet', {
        container: hostPort,
        spec: 'updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}',
      }),
      expect: [{ path: 'spec.updateStrategy.rollingUpdate.maxSurge', severity: 'error' }],
    },
  ],
  silent: [
    {
      name: 'the old pod goes first',
      yaml: manifest('Deployment', { pod: volumes, spec: 'strategy: {type: Recreate}' }) + claim('ReadWriteOnce'),
    },
    { name: 'one may be missing', yaml: manifest('Deployment', { container: hostPort, spec: 'replicas: 4' }) },
    {
      name: 'no surge',
      yaml: manifest('Deployment', {
        container: hostPort,
        spec: 'strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}',
      }),
    },
    { name: 'a claim for many nodes', yaml: manifest('Deployment', { pod: volumes }) + claim('ReadWriteMany') },
    { name: 'nobody knows the claim', yaml: manifest('Deployment', { pod: volumes }) },
    {
      name: 'one node shares its volume',
      yaml:
        manifest('Deployment', { pod: `${volumes}\nnodeSelector: {kubernetes.io/hostname: node-a}` }) +
        claim('ReadWriteOnce'),
    },
    { name: 'no pods', yaml: manifest('Deployment', { container: hostPort, spec: 'replicas: 0' }) },
    {
      name: 'it keeps away from others only',
      yaml: manifest('Deployment', { pod: apart.replace('app: web', 'app: db') }),
    },
    {
      name: 'a StatefulSet takes the old pod first',
      yaml: manifest('StatefulSet', { pod: volumes }) + claim('ReadWriteOnce'),
    },
    { name: 'a DaemonSet without surge', yaml: manifest('DaemonSet', { container: hostPort }) },
  ],
});
