import { podSecurityViolation } from '../../../src/rules/owner/pod-security-violation.ts';
import { aDeployment, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const target = 'deploy/web';

testRule(podSecurityViolation, {
  fires: [
    {
      name: 'restricted: every field is set in every container at once',
      target,
      objects: refusedDeployment(
        'violates PodSecurity "restricted:v1.31": allowPrivilegeEscalation != false (containers "init", "web" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or containers "init", "web" must set securityContext.runAsNonRoot=true)',
        { initContainers: [{ name: 'init' }], containers: [{ name: 'web' }] },
      ),
      expect: [
        {
          detail: 'restricted',
          says: [
            'restricted',
            'v1.31',
            'allowPrivilegeEscalation=false',
            'runAsUser',
            'pod-security.kubernetes.io/enforce=baseline',
          ],
          command:
            'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"initContainers":[{"name":"init","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true}}],"containers":[{"name":"web","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true}}]}}}}',
        },
      ],
    },
    {
      name: 'baseline: what no setting allows is named',
      target,
      objects: refusedDeployment(
        'violates PodSecurity "baseline:latest": hostPath volumes (volume "data"), non-default capabilities (container "web" must not include "NET_ADMIN", "SYS_TIME" in securityContext.capabilities.add)',
      ),
      expect: [{ says: ['volume "data"', 'NET_ADMIN', 'enforce=privileged'], saysNot: ['patch'] }],
    },
    {
      name: 'restricted and a host path: only privileged admits it',
      target,
      objects: refusedDeployment(
        'violates PodSecurity "restricted:latest": restricted volume types (volume "data" uses restricted volume type "hostPath"), host namespaces (hostNetwork=true, hostPID=true)',
      ),
      expect: [{ says: ['hostNetwork=false', 'hostPID=false', 'enforce=privileged'] }],
    },
    {
      name: 'OpenShift: no security context constraint',
      target,
      objects: refusedDeployment(
        'unable to validate against any security context constraint: [provider "restricted-v2": .containers[0].runAsUser: Invalid value: 0: must be in the ranges: [1000640000, 1000649999]]',
      ),
      expect: [{ detail: 'constraints', says: ['security context constraint', 'runAsUser'] }],
    },
    {
      name: 'recorded: restricted',
      recording: 'legacy-ftp',
      expect: [{ says: ['capabilities.drop=["ALL"]', 'RuntimeDefault'] }],
    },
    { name: 'recorded: baseline', recording: 'net-diag', expect: [{ says: ['hostNetwork', 'privileged'] }] },
  ],
  silent: [
    { name: 'a webhook refuses', target, objects: refusedDeployment('admission webhook "a.b" denied the request: no') },
    { name: 'a healthy Deployment', target, objects: aDeployment({ existing: 2, ready: 2 }) },
  ],
});
