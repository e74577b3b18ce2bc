import { describe, expect, test } from '@jest/globals';
import type { PodSpec } from '../../src/core/kubernetes.ts';
import { failedChecks } from '../../src/facts/pod-security-check.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

const sound = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

function reasons(spec: object, context: object, level: 'baseline' | 'restricted', container: object = {}): string[] {
  const pod = { ...spec, containers: [{ name: 'a', securityContext: context, ...container }] } as PodSpec;
  return failedChecks(podSpecFacts({ spec: pod }, 'spec'), level).map(({ reason }) => reason);
}

describe('baseline', () => {
  test.each<[string, object, object, string[]]>([
    ['nothing', {}, {}, []],
    ['privileged', {}, { privileged: true }, ['privileged']],
    ['host namespaces', { hostPID: true, hostIPC: true }, {}, ['host namespaces']],
    ['one host namespace', { hostNetwork: true }, {}, ['host namespaces']],
    ['a host process by the pod', { securityContext: { windowsOptions: { hostProcess: true } } }, {}, ['hostProcess']],
    [
      'a host process by the pod, and not by the container',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      { windowsOptions: { hostProcess: false } },
      [],
    ],
    ['hostPath volumes', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, {}, ['hostPath volumes']],
    ['a default capability', {}, { capabilities: { add: ['CHOWN'] } }, []],
    ['another capability', {}, { capabilities: { add: ['SYS_ADMIN'] } }, ['non-default capabilities']],
    ['procMount', {}, { procMount: 'Unmasked' }, ['procMount']],
    ['procMount with users of its own', { hostUsers: false }, { procMount: 'Unmasked' }, []],
    ['seccomp of the pod', { securityContext: { seccompProfile: { type: 'Unconfined' } } }, {}, ['seccompProfile']],
    ['seccomp of a container', {}, { seccompProfile: { type: 'Unconfined' } }, ['seccompProfile']],
    ['AppArmor', {}, { appArmorProfile: { type: 'Unconfined' } }, ['forbidden AppArmor profile']],
    ['SELinux', {}, { seLinuxOptions: { type: 'spc_t' } }, ['seLinuxOptions']],
    ['SELinux of containers', {}, { seLinuxOptions: { type: 'container_t', level: 's0' } }, []],
    ['a safe sysctl', { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } }, {}, []],
    [
      'an unsafe sysctl',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      {},
      ['forbidden sysctls'],
    ],
    ['Windows', {}, { windowsOptions: { hostProcess: true } }, ['hostProcess']],
  ])('%s', (_what, spec, context, expected) => {
    expect(reasons(spec, context, 'baseline')).toEqual(expected);
  });

  test('ports of the node', () => {
    expect(reasons({}, {}, 'baseline', { ports: [{ containerPort: 80, hostPort: 80 }] })).toEqual(['hostPort']);
    expect(reasons({}, {}, 'baseline', { ports: [{ containerPort: 80 }] })).toEqual([]);
  });
});

describe('restricted', () => {
  test.each<[string, object, object, string[]]>([
    ['all that it asks for', {}, sound, []],
    [
      'nothing',
      {},
      {},
      ['allowPrivilegeEscalation != false', 'unrestricted capabilities', 'seccompProfile', 'runAsNonRoot != true'],
    ],
    [
      'what the pod may say for all',
      { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } } },
      { ...sound, runAsNonRoot: undefined, seccompProfile: undefined },
      [],
    ],
    ['the one capability', {}, { ...sound, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }, []],
    [
      'a default capability',
      {},
      { ...sound, capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
      ['unrestricted capabilities'],
    ],
    ['root', { securityContext: { runAsUser: 0 } }, { ...sound, runAsUser: 0 }, ['runAsUser=0', 'runAsUser=0']],
    [
      'an NFS volume',
      { volumes: [{ name: 'v', nfs: { server: 'a', path: '/' } }] },
      sound,
      ['restricted volume types'],
    ],
    ['Windows', { os: { name: 'windows' } }, { runAsNonRoot: true }, []],
  ])('%s', (_what, spec, context, expected) => {
    expect(reasons(spec, context, 'restricted')).toEqual(expected);
  });
});

describe('what is told of a failed check', () => {
  const check = (spec: object, level: 'privileged' | 'baseline' | 'restricted') =>
    failedChecks(podSpecFacts({ spec: { containers: [{ name: 'a', ...spec }], ...spec } as PodSpec }, 'spec'), level);

  test('one host port or several', () => {
    const detail = (...hostPorts: number[]) =>
      check({ ports: hostPorts.map((hostPort) => ({ containerPort: 1, hostPort })) }, 'baseline')[0]?.detail;
    expect(detail(80)).toBe('container "a" uses hostPort 80');
    expect(detail(80, 443)).toBe('container "a" uses hostPorts 80, 443');
    expect(detail(0)).toBeUndefined();
  });

  test('the first of the host namespaces is where it stands', () => {
    expect(check({ hostPID: true, hostIPC: true }, 'baseline')).toMatchObject([
      { detail: 'hostPID=true, hostIPC=true', path: 'spec.hostPID' },
    ]);
  });

  test('nothing is forbidden to the privileged', () => {
    expect(check({ hostPID: true }, 'privileged')).toEqual([]);
  });
});
