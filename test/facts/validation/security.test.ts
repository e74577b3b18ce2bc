import { containerWith, podWith, testValidation } from '../../support/validation.ts';

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
  [
    'processes in common with the node and the pod',
    podWith({ hostPID: true, shareProcessNamespace: true }),
    ['invalid-value .shareProcessNamespace'],
  ],
]);

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
