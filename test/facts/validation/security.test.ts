import { containerWith, podWith, testValidation, workloadWith } from '../../support/validation.ts';

const context = (securityContext: Record<string, unknown>, spec = {}) => containerWith({ securityContext }, spec);
const pod = (securityContext: Record<string, unknown>, spec = {}) => podWith({ ...spec, securityContext });

testValidation('security of a container', 'spec.containers[0].securityContext', [
  [
    'everything',
    context({
      runAsUser: 0,
      runAsGroup: 5,
      runAsNonRoot: false,
      privileged: true,
      capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    }),
    [],
  ],
  ['a user below 0', context({ runAsUser: -1 }), ['invalid-value .runAsUser']],
  ['a group beyond 31 bits', context({ runAsGroup: 2147483648 }), ['invalid-value .runAsGroup']],
  ['privileged without escalation', context({ privileged: true, allowPrivilegeEscalation: false }), ['invalid-value ']],
  [
    'SYS_ADMIN without escalation',
    context({ capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false }),
    ['invalid-value '],
  ],
  ['a mount of proc that is none', context({ procMount: 'Masked' }), ['invalid-value .procMount']],
  ['proc as it is without users of its own', context({ procMount: 'Unmasked' }), ['invalid-value .procMount']],
  ['proc as it is with users of its own', context({ procMount: 'Unmasked' }, { hostUsers: false }), []],
  ['seccomp', context({ seccompProfile: { type: 'RuntimeDefault' } }), []],
  [
    'seccomp that does not exist',
    context({ seccompProfile: { type: 'Default' } }),
    ['invalid-value .seccompProfile.type'],
  ],
  [
    'seccomp without a file',
    context({ seccompProfile: { type: 'Localhost' } }),
    ['missing-field .seccompProfile.localhostProfile'],
  ],
  [
    'seccomp with a file too many',
    context({ seccompProfile: { type: 'Unconfined', localhostProfile: 'a' } }),
    ['invalid-value .seccompProfile.localhostProfile'],
  ],
  ['AppArmor', context({ appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } }), []],
  [
    'AppArmor without a name',
    context({ appArmorProfile: { type: 'Localhost' } }),
    ['missing-field .appArmorProfile.localhostProfile'],
  ],
  [
    'AppArmor with white space around its name',
    context({ appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } }),
    ['invalid-value .appArmorProfile.localhostProfile'],
  ],
  [
    'AppArmor with a name of 4095 characters',
    context({ appArmorProfile: { type: 'Localhost', localhostProfile: 'a'.repeat(4095) } }),
    [],
  ],
  [
    'AppArmor with a longer one',
    context({ appArmorProfile: { type: 'Localhost', localhostProfile: 'a'.repeat(4096) } }),
    ['invalid-value .appArmorProfile.localhostProfile'],
  ],
  [
    'AppArmor with a name too many',
    context({ appArmorProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }),
    ['invalid-value .appArmorProfile.localhostProfile'],
  ],
  ['AppArmor without a type', context({ appArmorProfile: {} }), ['missing-field .appArmorProfile.type']],
]);

testValidation('security of a pod', 'spec.securityContext', [
  [
    'everything',
    pod({
      runAsUser: 1,
      runAsGroup: 1,
      fsGroup: 1,
      supplementalGroups: [2],
      fsGroupChangePolicy: 'OnRootMismatch',
      sysctls: [{ name: 'net.core.somaxconn', value: '1' }],
    }),
    [],
  ],
  ['a group below 0', pod({ fsGroup: -1 }), ['invalid-value .fsGroup']],
  ['another group below 0', pod({ supplementalGroups: [1, -1] }), ['invalid-value .supplementalGroups[1]']],
  ['a policy that is none', pod({ fsGroupChangePolicy: 'Never' }), ['invalid-value .fsGroupChangePolicy']],
  ['a sysctl without a name', pod({ sysctls: [{ name: '', value: '1' }] }), ['missing-field .sysctls[0].name']],
  ['a sysctl that is none', pod({ sysctls: [{ name: 'A b', value: '1' }] }), ['invalid-value .sysctls[0].name']],
  [
    'a sysctl twice',
    pod({
      sysctls: [
        { name: 'net.core.somaxconn', value: '1' },
        { name: 'net.core.somaxconn', value: '1' },
      ],
    }),
    ['duplicate-name .sysctls[1].name'],
  ],
  [
    "a sysctl of the network on the node's own",
    pod({ sysctls: [{ name: 'net.core.somaxconn', value: '1' }] }, { hostNetwork: true }),
    ['invalid-value .sysctls[0].name'],
  ],
  ...['net.core.somaxconn', 'net/core/somaxconn', 'net/ipv4/conf/eth0.1/forwarding'].map(
    (name) =>
      [
        `of the network of the node: ${name}`,
        pod({ sysctls: [{ name, value: '1' }] }, { hostNetwork: true }),
        ['invalid-value .sysctls[0].name'],
      ] as const,
  ),
  ...['kernel.shmmax', 'kernel.sem', 'kernel.shm_rmid_forced', 'kernel/msgmnb', 'fs.mqueue.msg_max'].map(
    (name) =>
      [
        `of the IPC of the node: ${name}`,
        pod({ sysctls: [{ name, value: '1' }] }, { hostIPC: true }),
        ['invalid-value .sysctls[0].name'],
      ] as const,
  ),
  ...['kernel.shmmax', 'vm.overcommit_memory', 'fs.mqueue.msg_max'].map(
    (name) =>
      [`not of the network: ${name}`, pod({ sysctls: [{ name, value: '1' }] }, { hostNetwork: true }), []] as const,
  ),
  [
    'processes in common with the node and the pod',
    podWith({ hostPID: true, shareProcessNamespace: true }),
    ['invalid-value .shareProcessNamespace'],
  ],
]);

const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const annotated = (annotations: Record<string, string>, spec = {}) => podWith(spec, { annotations });

testValidation('security in annotations', 'metadata.annotations', [
  ['AppArmor', annotated({ 'container.apparmor.security.beta.kubernetes.io/app': 'runtime/default' }), []],
  [
    'AppArmor of a container that is not there',
    annotated({ 'container.apparmor.security.beta.kubernetes.io/b': 'runtime/default' }),
    ['invalid-value [container.apparmor.security.beta.kubernetes.io/b]'],
  ],
  [
    'AppArmor that does not exist',
    annotated({ 'container.apparmor.security.beta.kubernetes.io/app': 'mine' }),
    ['invalid-value [container.apparmor.security.beta.kubernetes.io/app]'],
  ],
  ...['runtime/default', 'docker/default', 'unconfined', 'localhost/a/b.json'].flatMap((profile) => [
    [`seccomp of the pod: ${profile}`, annotated({ [seccompPod]: profile }), []] as const,
    [`seccomp of a container: ${profile}`, annotated({ [`${seccompContainer}app`]: profile }), []] as const,
  ]),
  ['seccomp of a container that is not there', annotated({ [`${seccompContainer}b`]: 'unconfined' }), []],
  ...['', 'mine', 'localhost/../a', 'localhost//a'].map(
    (profile) =>
      [
        `seccomp that does not exist: ${profile}`,
        annotated({ [seccompPod]: profile }),
        [`invalid-value .${seccompPod}`],
      ] as const,
  ),
]);

const seccomp = (annotation: string, profile: Record<string, unknown>) =>
  annotated({ [seccompPod]: annotation }, { securityContext: { seccompProfile: profile } });
const ofField = 'securityContext.seccompProfile';
const file = { type: 'Localhost', localhostProfile: 'a' };

testValidation('profiles in annotations and fields', 'spec.', [
  ['seccomp of the runtime', seccomp('docker/default', { type: 'RuntimeDefault' }), []],
  ['no seccomp', seccomp('unconfined', { type: 'Unconfined' }), []],
  ['seccomp of a file', seccomp('localhost/a', file), []],
  [
    'none and that of the runtime',
    seccomp('runtime/default', { type: 'Unconfined' }),
    [`invalid-value ${ofField}.type`],
  ],
  [
    'that of the runtime and none',
    seccomp('unconfined', { type: 'RuntimeDefault' }),
    [`invalid-value ${ofField}.type`],
  ],
  ['a file and that of the runtime', seccomp('runtime/default', file), [`invalid-value ${ofField}.type`]],
  ['a file and another', seccomp('localhost/b', file), [`invalid-value ${ofField}.localhostProfile`]],
  [
    'those of a container',
    podWith(
      { containers: [{ name: 'app', image: 'a', securityContext: { seccompProfile: { type: 'Unconfined' } } }] },
      { annotations: { [`${seccompContainer}app`]: 'runtime/default' } },
    ),
    [`invalid-value containers[0].${ofField}.type`],
  ],
  [
    'AppArmor of the pod and none of a container, whose annotation becomes its field',
    annotated(
      { [`${appArmor}app`]: 'unconfined' },
      { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
    ),
    [],
  ],
  [
    'AppArmor of a container and another',
    podWith(
      { containers: [{ name: 'app', image: 'a', securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }] },
      { annotations: { [`${appArmor}app`]: 'localhost/a' } },
    ),
    ['invalid-value containers[0].securityContext.appArmorProfile.type'],
  ],
]);

testValidation('AppArmor in templates', 'spec.template.spec.', [
  [
    'of the pod, and another of a container',
    workloadWith('Deployment', {
      template: {
        metadata: { labels: { app: 'web' }, annotations: { [`${appArmor}app`]: 'unconfined' } },
        spec: {
          containers: [{ name: 'app', image: 'a' }],
          securityContext: { appArmorProfile: { type: 'RuntimeDefault' } },
        },
      },
    }),
    ['invalid-value containers[0].securityContext.appArmorProfile.type'],
  ],
  [
    'which Windows does not have',
    workloadWith('Deployment', {
      template: {
        metadata: { labels: { app: 'web' }, annotations: { [`${appArmor}app`]: 'unconfined' } },
        spec: {
          os: { name: 'windows' },
          containers: [{ name: 'app', image: 'a' }],
        },
      },
    }),
    [],
  ],
]);

const tolerations = 'scheduler.alpha.kubernetes.io/tolerations';
const cost = 'controller.kubernetes.io/pod-deletion-cost';

testValidation('other annotations', 'metadata.annotations', [
  ['tolerations', annotated({ [tolerations]: '[{"key":"a","operator":"Exists"}]' }), []],
  ['no tolerations', annotated({ [tolerations]: '' }), []],
  [
    'tolerations with a key that is none',
    annotated({ [tolerations]: '[{"key":"a b","operator":"Exists"}]' }),
    [`toleration-invalid .${tolerations}[0].key`],
  ],
  ['tolerations that are no JSON', annotated({ [tolerations]: 'a' }), ['invalid-value ']],
  ...['0', '-0', '-5', '2147483647', '-2147483648'].map(
    (value) => [`a cost of ${value}`, annotated({ [cost]: value }), []] as const,
  ),
  ...['+5', '05', '1.5', 'low', '2147483648'].map(
    (value) => [`a cost of ${value}`, annotated({ [cost]: value }), [`invalid-value [${cost}]`]] as const,
  ),
  [
    'a mirror pod without a node',
    annotated({ 'kubernetes.io/config.mirror': 'a' }),
    ['invalid-value [kubernetes.io/config.mirror]'],
  ],
  ['a mirror pod', annotated({ 'kubernetes.io/config.mirror': 'a' }, { nodeName: 'node-1' }), []],
]);

const windows = { os: { name: 'windows' } };
const linux = { os: { name: 'linux' } };

testValidation('operating systems', 'spec.', [
  ['Linux', podWith(linux), []],
  ['another', podWith({ os: { name: 'plan9' } }), ['invalid-value os']],
  [
    'Windows options on Linux',
    podWith({ ...linux, securityContext: { windowsOptions: {} } }),
    ['invalid-value securityContext.windowsOptions'],
  ],
  [
    'a Linux user on Windows',
    podWith({ ...windows, securityContext: { runAsUser: 1 } }),
    ['invalid-value securityContext.runAsUser'],
  ],
  [
    'privileged on Windows',
    context({ privileged: true }, windows),
    ['invalid-value containers[0].securityContext.privileged'],
  ],
  ["the node's processes on Windows", podWith({ ...windows, hostPID: true }), ['invalid-value hostPID']],
  [
    'a host process of a pod without the host network',
    podWith({ securityContext: { windowsOptions: { hostProcess: true } } }),
    ['invalid-value hostNetwork'],
  ],
]);

const user = (runAsUserName: string) => pod({ windowsOptions: { runAsUserName } });

testValidation('users of Windows', 'spec.securityContext.windowsOptions.', [
  ...['ContainerUser', 'ACME\\John Doe', 'example.com\\a', 'a..b', 'u'.repeat(104)].map(
    (name) => [name, user(name), []] as const,
  ),
  ...[
    '',
    '\\',
    'a\\b\\c',
    'ACME\\',
    'a\tb',
    '. .',
    'a@b',
    'a[b',
    'u'.repeat(105),
    '.a\\b',
    'a*b\\c',
    `${'d'.repeat(256)}\\a`,
    `${'d'.repeat(64)}.e\\a`,
  ].map((name) => [`not ${JSON.stringify(name)}`, user(name), ['invalid-value runAsUserName']] as const),
  ['credentials', pod({ windowsOptions: { gmsaCredentialSpecName: 'a.b', gmsaCredentialSpec: '{}' } }), []],
  [
    'credentials by a name that is none',
    pod({ windowsOptions: { gmsaCredentialSpecName: 'A' } }),
    ['invalid-value gmsaCredentialSpecName'],
  ],
  ['empty credentials', pod({ windowsOptions: { gmsaCredentialSpec: '' } }), ['missing-field gmsaCredentialSpec']],
  ['credentials of 64 KiB', pod({ windowsOptions: { gmsaCredentialSpec: 'x'.repeat(64 * 1024) } }), []],
  [
    'longer credentials',
    pod({ windowsOptions: { gmsaCredentialSpec: 'x'.repeat(64 * 1024 + 1) } }),
    ['invalid-value gmsaCredentialSpec'],
  ],
]);

const process = (own?: boolean) => ({
  image: 'a',
  ...(own === undefined ? {} : { securityContext: { windowsOptions: { hostProcess: own } } }),
});
const hostProcess = (ofPod: boolean | undefined, ...own: readonly (boolean | undefined)[]) =>
  podWith({
    hostNetwork: true,
    containers: own.map((one, index) => ({ name: `c${index}`, ...process(one) })),
    ...(ofPod === undefined ? {} : { securityContext: { windowsOptions: { hostProcess: ofPod } } }),
  });

testValidation('host processes', 'spec', [
  ['all of the pod', hostProcess(true, undefined, true), []],
  ['all of them for themselves', hostProcess(undefined, true, true), []],
  ['none', hostProcess(false, false, undefined), []],
  ['only one of two', hostProcess(undefined, true, undefined), ['invalid-value ']],
  [
    'one against the pod',
    hostProcess(true, undefined, false),
    ['invalid-value .containers[1].securityContext.windowsOptions.hostProcess', 'invalid-value '],
  ],
]);

testValidation('what Windows does not have', 'spec.', [
  [
    'of the pod',
    podWith({
      ...windows,
      hostIPC: true,
      shareProcessNamespace: true,
      hostUsers: true,
      securityContext: {
        seLinuxOptions: {},
        seccompProfile: { type: 'RuntimeDefault' },
        fsGroup: 1,
        fsGroupChangePolicy: 'Always',
        sysctls: [{ name: 'a', value: 'b' }],
        supplementalGroups: [1],
        supplementalGroupsPolicy: 'Merge',
        seLinuxChangePolicy: 'Recursive',
      },
    }),
    [
      'invalid-value hostUsers',
      'invalid-value hostIPC',
      'invalid-value shareProcessNamespace',
      ...[
        'seLinuxOptions',
        'seccompProfile',
        'fsGroup',
        'fsGroupChangePolicy',
        'sysctls',
        'supplementalGroups',
        'supplementalGroupsPolicy',
        'seLinuxChangePolicy',
      ].map((field) => `invalid-value securityContext.${field}`),
    ],
  ],
  ['empty lists and what is off', podWith({ ...windows, hostPID: false, securityContext: { sysctls: [] } }), []],
  ['no name', podWith({ os: {} }), ['missing-field os.name']],
  [
    'what was not known yet',
    podWith({ ...windows, securityContext: { supplementalGroupsPolicy: 'Merge' } }),
    [],
    '1.32',
  ],
]);
