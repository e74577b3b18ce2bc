import { podSecurityViolation } from '../../../src/rules/owner/pod-security-violation.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const namespace = (level: string): string =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {pod-security.kubernetes.io/enforce: ${level}}\n`;
const sound =
  'securityContext:\n  allowPrivilegeEscalation: false\n  runAsNonRoot: true\n  capabilities: {drop: [ALL]}\n  seccompProfile: {type: RuntimeDefault}';
const at = 'spec.template.spec';

testForesight(podSecurityViolation, {
  fires: [
    {
      name: 'restricted, and no security context',
      yaml: aDeployment('') + namespace('restricted'),
      expect: [
        {
          path: `${at}.containers[0]`,
          severity: 'critical',
          detail: 'restricted',
          stage: 'pods-rejected',
          says: ['allowPrivilegeEscalation=false', 'runAsNonRoot=true', 'seccompProfile', 'drop='],
        },
      ],
    },
    {
      name: 'more than can be told',
      yaml:
        aDeployment(
          'hostNetwork: true\nvolumes:\n  - name: logs\n    hostPath: {path: /var/log}\nsecurityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}',
          'ports:\n  - {containerPort: 80, hostPort: 80}\nsecurityContext: {privileged: true, runAsUser: 0, procMount: Unmasked, capabilities: {add: [NET_ADMIN]}}',
        ) + namespace('restricted'),
      expect: [{ path: `${at}.hostNetwork`, says: [' more. The API server takes the Deployment'] }],
    },
    {
      name: 'a pod of its own',
      yaml:
        'apiVersion: v1\nkind: Pod\nmetadata: {name: big, namespace: shop}\nspec:\n  hostNetwork: true\n  containers: [{name: big, image: big}]\n' +
        namespace('baseline'),
      expect: [
        {
          path: 'spec.hostNetwork',
          stage: 'rejected',
          says: ['and the pod breaks it', 'The API server refuses the pod.'],
        },
      ],
    },
    {
      name: 'baseline: the namespaces of the node and privileges',
      yaml: aDeployment('hostNetwork: true', 'securityContext: {privileged: true}') + namespace('baseline'),
      expect: [{ path: `${at}.hostNetwork`, detail: 'baseline', says: ['hostNetwork=true', 'privileged=true'] }],
    },
    {
      name: 'baseline: a folder of the node, a port of the node, a capability',
      yaml:
        aDeployment(
          'volumes:\n  - name: logs\n    hostPath: {path: /var/log}',
          'ports:\n  - {containerPort: 80, hostPort: 80}\nsecurityContext: {capabilities: {add: [NET_ADMIN]}}',
        ) + namespace('baseline'),
      expect: [
        {
          path: `${at}.containers[0].securityContext.capabilities.add`,
          says: ['NET_ADMIN', 'volume "logs"', 'hostPort 80'],
        },
      ],
    },
    {
      name: 'restricted: a capability beyond the one that is allowed, root',
      yaml:
        aDeployment(
          '',
          sound
            .replace('{drop: [ALL]}', '{drop: [ALL], add: [CHOWN]}')
            .replace('runAsNonRoot: true', 'runAsNonRoot: true\n  runAsUser: 0'),
        ) + namespace('restricted'),
      expect: [{ path: `${at}.containers[0].securityContext.capabilities`, says: ['CHOWN', 'runAsUser=0'] }],
    },
  ],
  silent: [
    { name: 'restricted and sound', yaml: aDeployment('', sound) + namespace('restricted') },
    { name: 'baseline asks little', yaml: aDeployment('') + namespace('baseline') },
    { name: 'privileged allows all', yaml: aDeployment('hostNetwork: true') + namespace('privileged') },
    { name: 'the namespace is not known', yaml: aDeployment('hostNetwork: true') },
    { name: 'warning is not enforcing', yaml: aDeployment('') + namespace('restricted').replace('/enforce', '/warn') },
  ],
});
