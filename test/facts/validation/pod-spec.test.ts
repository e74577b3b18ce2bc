import { containerWith, podWith, testValidation } from '../../support/validation.ts';

testValidation('times and names', 'spec.', [
  ['a deadline', podWith({ activeDeadlineSeconds: 1 }), []],
  ['a deadline of 0', podWith({ activeDeadlineSeconds: 0 }), ['invalid-value activeDeadlineSeconds']],
  ['a grace period of 0', podWith({ terminationGracePeriodSeconds: 0 }), []],
  ['a grace period below 0, which becomes 1', podWith({ terminationGracePeriodSeconds: -1 }), []],
  ['a host name', podWith({ hostname: 'a', subdomain: 'b' }), []],
  ['a host name with a dot', podWith({ hostname: 'a.b' }), ['invalid-value hostname']],
  ['a subdomain with a dot', podWith({ subdomain: 'a.b' }), ['invalid-value subdomain']],
  ['a service account', podWith({ serviceAccountName: 'a.b' }), []],
  ['a service account with capitals', podWith({ serviceAccountName: 'A' }), ['invalid-value serviceAccountName']],
  ['its older name', podWith({ serviceAccount: 'A' }), ['invalid-value serviceAccountName']],
  ['a priority class', podWith({ priorityClassName: 'High' }), ['invalid-value priorityClassName']],
  ['a runtime class', podWith({ runtimeClassName: 'a_b' }), ['invalid-value runtimeClassName']],
  ['a scheduler may have any name', podWith({ schedulerName: 'a b' }), []],
  ['when to preempt', podWith({ preemptionPolicy: 'Sometimes' }), ['invalid-value preemptionPolicy']],
  ['a pull secret without a name is accepted', podWith({ imagePullSecrets: [{}] }), []],
]);

testValidation('network', 'spec.', [
  ['a policy', podWith({ dnsPolicy: 'ClusterFirstWithHostNet' }), []],
  ['a policy that is none', podWith({ dnsPolicy: 'Cluster' }), ['invalid-value dnsPolicy']],
  ['no servers where nobody else has any', podWith({ dnsPolicy: 'None' }), ['missing-field dnsConfig']],
  [
    'an empty configuration there',
    podWith({ dnsPolicy: 'None', dnsConfig: {} }),
    ['missing-field dnsConfig.nameservers'],
  ],
  [
    'servers',
    podWith({
      dnsPolicy: 'None',
      dnsConfig: {
        nameservers: ['10.0.0.1', 'fd00::1'],
        searches: ['a.b.', '_tcp.a'],
        options: [{ name: 'ndots', value: '2' }],
      },
    }),
    [],
  ],
  ['a server by name', podWith({ dnsConfig: { nameservers: ['a.b'] } }), ['invalid-value dnsConfig.nameservers[0]']],
  [
    'four servers',
    podWith({ dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } }),
    ['invalid-value dnsConfig.nameservers'],
  ],
  [
    'an option without a name',
    podWith({ dnsConfig: { options: [{ value: '1' }] } }),
    ['missing-field dnsConfig.options[0]'],
  ],
  ['names for an address', podWith({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['a', 'b.c'] }] }), []],
  [
    'names for no address',
    podWith({ hostAliases: [{ ip: 'a', hostnames: ['b'] }] }),
    ['invalid-value hostAliases[0].ip'],
  ],
  [
    'a name that is none',
    podWith({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['a b'] }] }),
    ['invalid-value hostAliases[0].hostnames[0]'],
  ],
  ["the full name on the node's own network is accepted", podWith({ setHostnameAsFQDN: true, hostNetwork: true }), []],
  [
    "users of its own on the node's network",
    podWith({ hostUsers: false, hostNetwork: true }),
    ['invalid-value hostNetwork'],
  ],
]);

const claims = (resourceClaims: readonly unknown[]) => podWith({ resourceClaims });

testValidation('devices and overhead', 'spec.', [
  [
    'a claim',
    containerWith(
      { resources: { claims: [{ name: 'a' }] } },
      { resourceClaims: [{ name: 'a', resourceClaimName: 'b' }] },
    ),
    [],
  ],
  [
    'a claim twice',
    claims([
      { name: 'a', resourceClaimName: 'b' },
      { name: 'a', resourceClaimName: 'b' },
    ]),
    ['duplicate-name resourceClaims[1].name'],
  ],
  ['a claim of nothing', claims([{ name: 'a' }]), ['invalid-value resourceClaims[0]']],
  [
    'a claim in both ways',
    claims([{ name: 'a', resourceClaimName: 'b', resourceClaimTemplateName: 'c' }]),
    ['invalid-value resourceClaims[0]'],
  ],
  ['not looked at before 1.34', claims([{ name: 'a' }]), [], '1.33'],
  ['overhead', podWith({ runtimeClassName: 'a', overhead: { cpu: '1' } }), []],
  ['overhead of what does not exist', podWith({ overhead: { gpu: '1' } }), ['resources-invalid overhead.limits[gpu]']],
]);
