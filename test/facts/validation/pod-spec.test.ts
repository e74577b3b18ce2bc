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
  ['a full host name', podWith({ hostnameOverride: 'a.example.com' }), []],
  [
    'a full host name of 65 characters',
    podWith({ hostnameOverride: 'a'.repeat(65) }),
    ['invalid-value hostnameOverride'],
  ],
  ['a full host name that is none', podWith({ hostnameOverride: 'A' }), ['invalid-value hostnameOverride']],
  [
    'a full host name beside another and on the network of the node',
    podWith({ hostnameOverride: 'a', setHostnameAsFQDN: true, hostNetwork: true }),
    ['invalid-value hostnameOverride', 'invalid-value hostnameOverride'],
  ],
  ['a full host name before 1.35', podWith({ hostnameOverride: 'A' }), [], '1.34'],
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
  ['the root as a search domain', podWith({ dnsConfig: { searches: ['.', 'a.'] } }), []],
  ['no search domain', podWith({ dnsConfig: { searches: [''] } }), ['invalid-value dnsConfig.searches[0]']],
  [
    '33 search domains',
    podWith({ dnsConfig: { searches: Array.from({ length: 33 }, (_, index) => `a${index}`) } }),
    ['invalid-value dnsConfig.searches'],
  ],
  [
    'search domains of 2048 characters',
    podWith({ dnsConfig: { searches: [...Array.from({ length: 8 }, () => 'a'.repeat(250)), 'b'.repeat(40)] } }),
    [],
  ],
  [
    'search domains of 2049',
    podWith({ dnsConfig: { searches: [...Array.from({ length: 8 }, () => 'a'.repeat(250)), 'b'.repeat(41)] } }),
    ['invalid-value dnsConfig.searches'],
  ],
  [
    'an option without a name',
    podWith({ dnsConfig: { options: [{ value: '1' }] } }),
    ['missing-field dnsConfig.options[0]'],
  ],
  ['names for an address', podWith({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['a', 'b.c'] }] }), []],
  ['names for nothing', podWith({ hostAliases: [{ hostnames: ['b'] }] }), ['missing-field hostAliases[0].ip']],
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
  [
    'users of its own beside processes of the node',
    podWith({ hostUsers: false, hostPID: true, hostIPC: true }),
    ['invalid-value HostPID', 'invalid-value HostIPC'],
  ],
  ['users of its own before 1.33', podWith({ hostUsers: false, hostPID: true }), [], '1.32'],
  [
    'users of its own and a block device',
    containerWith(
      { volumeDevices: [{ name: 'a', devicePath: '/dev/a' }] },
      { hostUsers: false, volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'a' } }] },
    ),
    ['invalid-value containers[0].volumeDevices'],
  ],
  [
    'users of its own and a block device before 1.34',
    containerWith(
      { volumeDevices: [{ name: 'a', devicePath: '/dev/a' }] },
      { hostUsers: false, volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'a' } }] },
    ),
    [],
    '1.33',
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
  ['a claim without a name', claims([{ resourceClaimName: 'b' }]), ['missing-field resourceClaims[0].name']],
  [
    'claims with names that are none',
    claims([{ name: 'a.b', resourceClaimTemplateName: 'C' }]),
    ['invalid-value resourceClaims[0].name', 'invalid-value resourceClaims[0].resourceClaimTemplateName'],
  ],
  [
    'a claim that the pod does not have',
    containerWith(
      { resources: { claims: [{ name: 'b' }, {}] } },
      { resourceClaims: [{ name: 'a', resourceClaimName: 'c' }] },
    ),
    [
      'resources-invalid containers[0].resources.claims[0]',
      'resources-invalid containers[0].resources.claims[1]',
      'resources-invalid containers[0].resources.claims[1]',
    ],
  ],
  [
    'requests of a claim',
    containerWith(
      {
        resources: {
          claims: [
            { name: 'a', request: 'b' },
            { name: 'a', request: 'c' },
          ],
        },
      },
      { resourceClaims: [{ name: 'a', resourceClaimName: 'd' }] },
    ),
    [],
  ],
  [
    'a request of a claim twice, and one that is none',
    containerWith(
      {
        resources: {
          claims: [
            { name: 'a', request: 'b' },
            { name: 'a', request: 'b' },
            { name: 'a', request: 'B' },
          ],
        },
      },
      { resourceClaims: [{ name: 'a', resourceClaimName: 'd' }] },
    ),
    [
      'resources-invalid containers[0].resources.claims[1]',
      'resources-invalid containers[0].resources.claims[2].request',
    ],
  ],
  [
    'a claim as a whole beside a request of it, and the other way round',
    containerWith(
      {
        resources: {
          claims: [{ name: 'a', request: 'b' }, { name: 'a' }, { name: 'c' }, { name: 'c', request: 'd' }],
        },
      },
      {
        resourceClaims: [
          { name: 'a', resourceClaimName: 'd' },
          { name: 'c', resourceClaimName: 'd' },
        ],
      },
    ),
    ['resources-invalid containers[0].resources.claims[1]', 'resources-invalid containers[0].resources.claims[3]'],
  ],
  ['not looked at before 1.34', claims([{ name: 'a' }]), [], '1.33'],
  ['overhead', podWith({ runtimeClassName: 'a', overhead: { cpu: '1' } }), []],
  ['overhead of what does not exist', podWith({ overhead: { gpu: '1' } }), ['resources-invalid overhead.limits[gpu]']],
]);

const asks = (name: string, request: string, limit?: string) =>
  containerWith({
    resources: {
      requests: { cpu: '1', [name]: request },
      ...(limit === undefined ? {} : { limits: { [name]: limit } }),
    },
  });
const ofResources = 'spec.containers[0].resources.';

testValidation('resources of containers', ofResources, [
  ['an extended resource', asks('nvidia.com/gpu', '1', '1'), []],
  ['an extended resource without a limit', asks('nvidia.com/gpu', '1'), ['resources-invalid limits']],
  ['less of it than the limit', asks('nvidia.com/gpu', '1', '2'), ['resources-invalid requests']],
  ['half a piece', asks('nvidia.com/gpu', '500m', '500m'), ['resources-invalid limits[nvidia.com/gpu]']],
  [
    'a name that quotas have',
    asks('requests.example.com/a', '1', '1'),
    ['resources-invalid limits[requests.example.com/a]'],
  ],
  ['a resource of Kubernetes', asks('kubernetes.io/a', '1', '1'), []],
  ['a name that is none', asks('a b', '1', '1'), ['resources-invalid limits[a b]']],
  ['huge pages', asks('hugepages-2Mi', '4Mi', '4Mi'), []],
  ['part of a huge page', asks('hugepages-2Mi', '3Mi', '3Mi'), ['resources-invalid limits[hugepages-2Mi]']],
  ['huge pages of no size', asks('hugepages-big', '1', '1'), ['resources-invalid limits[hugepages-big]']],
]);

const together = (resources: Record<string, unknown>, ...own: readonly Record<string, unknown>[]) =>
  podWith({ resources, containers: own.map((one, index) => ({ name: `c${index}`, image: 'a', resources: one })) });

testValidation('resources of the pod', 'spec.resources', [
  [
    'room for its containers',
    together(
      { requests: { cpu: '2' }, limits: { memory: '1Gi' } },
      { requests: { cpu: '1' } },
      { requests: { cpu: '1' } },
    ),
    [],
  ],
  [
    'less than its containers ask for',
    together({ requests: { cpu: '1500m' } }, { requests: { cpu: '1' } }, { requests: { cpu: '1' } }),
    ['resources-invalid .requests[cpu]'],
  ],
  [
    'less than an init container asks for beside a sidecar',
    podWith({
      resources: { requests: { cpu: '2' } },
      initContainers: [
        { name: 'a', image: 'a', restartPolicy: 'Always', resources: { requests: { cpu: '1' } } },
        { name: 'b', image: 'a', resources: { requests: { cpu: '1500m' } } },
      ],
    }),
    ['resources-invalid .requests[cpu]'],
  ],
  [
    'a limit below that of a container',
    together({ limits: { cpu: '1' } }, {}, { limits: { cpu: '2' } }),
    ['resources-invalid .requests', 'resources-invalid .containers[1][cpu].limits'],
  ],
  [
    'a resource that pods do not have',
    together({ limits: { 'nvidia.com/gpu': '1' } }, {}),
    ['resources-invalid .limits[nvidia.com/gpu]'],
  ],
  ['a name that is none', together({ limits: { 'a b': '1' } }, {}), ['resources-invalid .limits[a b]']],
  ['claims', together({ limits: { cpu: '1' }, claims: [{ name: 'a' }] }, {}), ['resources-invalid .claims']],
  ['on Windows', podWith({ os: { name: 'windows' }, resources: { limits: { cpu: '1' } } }), ['resources-invalid ']],
  [
    'amounts of containers that cannot be read',
    together({ requests: { cpu: '1' } }, { requests: { cpu: 'much' } }),
    [],
  ],
]);
