import type { ContainerSpec, PodSpecFacts } from '../core/evidence.ts';
import type { Container, PodSpec, SecurityContext } from '../core/kubernetes.ts';
import type { SecurityViolation } from './refusal.ts';

/** A check that a pod spec fails, with the field that breaks it. */
export interface FailedCheck extends SecurityViolation {
  readonly path: string;
}

export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** Fields of the security context that only these checks read. */
interface FullContext extends SecurityContext {
  procMount?: string;
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  windowsOptions?: { hostProcess?: boolean };
}

const defaultCapabilities = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);
const safeSysctls = new Set(
  (
    'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.tcp_syncookies net.ipv4.ping_group_range ' +
    'net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes ' +
    'net.ipv4.tcp_rmem net.ipv4.tcp_wmem'
  ).split(' '),
);
const seLinuxTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const restrictedVolumes = new Set(
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '),
);

/** The checks of a Pod Security standard that a pod spec fails, in the words of the API server (pod-security-admission/policy/check_*.go, newest version). */
export function failedChecks(facts: PodSpecFacts, level: SecurityLevel): FailedCheck[] {
  if (level === 'privileged') return [];
  return level === 'baseline' ? baseline(facts) : [...baseline(facts), ...restricted(facts)];
}

type Check = (container: ContainerSpec, context: FullContext) => string | undefined;

/** The containers that a check fails, as one violation each. */
function perContainer({ containers }: PodSpecFacts, reason: string, field: string, check: Check): FailedCheck[] {
  return containers.flatMap((container) => {
    const detail = check(container, container.spec.securityContext ?? {});
    if (detail === undefined) return [];
    return [
      {
        reason,
        detail: `container "${container.name}" ${detail}`,
        containers: [container.name],
        path: `${container.path}${field}`,
      },
    ];
  });
}

function baseline(facts: PodSpecFacts): FailedCheck[] {
  const { spec, path } = facts;
  const pod: FullContext = spec.securityContext ?? {};
  const context = (field: string): string => `.securityContext.${field}`;
  return [
    ...hostNamespaces(spec, path),
    ...perContainer(facts, 'privileged', context('privileged'), (_, { privileged }) =>
      privileged ? 'must not set securityContext.privileged=true' : undefined,
    ),
    ...perContainer(facts, 'hostProcess', context('windowsOptions'), (_, { windowsOptions }) =>
      (windowsOptions?.hostProcess ?? pod.windowsOptions?.hostProcess)
        ? 'must not set securityContext.windowsOptions.hostProcess=true'
        : undefined,
    ),
    ...perContainer(facts, 'non-default capabilities', context('capabilities.add'), (_, { capabilities }) => {
      const more = (capabilities?.add ?? []).filter((one) => !defaultCapabilities.has(one));
      return more.length > 0 ? `must not include ${quoted(more)} in securityContext.capabilities.add` : undefined;
    }),
    ...volumes(
      facts,
      'hostPath volumes',
      (volume) => 'hostPath' in volume,
      (name) => `volume "${name}"`,
    ),
    ...perContainer(facts, 'hostPort', '.ports', ({ spec: { ports = [] } }) => {
      const taken = ports.flatMap(({ hostPort }) => (hostPort ? [hostPort] : []));
      return taken.length > 0 ? `uses hostPort${taken.length > 1 ? 's' : ''} ${taken.join(', ')}` : undefined;
    }),
    ...perContainer(facts, 'procMount', context('procMount'), (_, { procMount }) =>
      procMount && procMount !== 'Default' && spec.hostUsers !== false
        ? `must not set securityContext.procMount to "${procMount}"`
        : undefined,
    ),
    ...onEither(
      facts,
      'seLinuxOptions',
      'seLinuxOptions',
      ({ seLinuxOptions: { type = '', user = '', role = '' } = {} }) =>
        !seLinuxTypes.has(type) || user !== '' || role !== ''
          ? 'set forbidden securityContext.seLinuxOptions'
          : undefined,
    ),
    ...onEither(facts, 'seccompProfile', 'seccompProfile', ({ seccompProfile }) =>
      seccompProfile?.type === 'Unconfined'
        ? 'must not set securityContext.seccompProfile.type to "Unconfined"'
        : undefined,
    ),
    ...onEither(facts, 'forbidden AppArmor profile', 'appArmorProfile', ({ appArmorProfile }) =>
      appArmorProfile?.type === 'Unconfined'
        ? 'must not set securityContext.appArmorProfile.type to "Unconfined"'
        : undefined,
    ),
    ...sysctls(pod, path),
  ];
}

function hostNamespaces(spec: PodSpec & { hostIPC?: boolean }, path: string): FailedCheck[] {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  const [first] = set;
  if (first === undefined) return [];
  return [
    {
      reason: 'host namespaces',
      detail: set.map((field) => `${field}=true`).join(', '),
      containers: [],
      path: `${path}.${first}`,
    },
  ];
}

function volumes(
  { spec, path }: PodSpecFacts,
  reason: string,
  forbidden: (volume: NonNullable<PodSpec['volumes']>[number]) => boolean,
  detail: (name: string, type: string) => string,
): FailedCheck[] {
  return (spec.volumes ?? []).flatMap((volume, index) => {
    if (!forbidden(volume)) return [];
    const type = Object.keys(volume).find((field) => field !== 'name') ?? '';
    return [{ reason, detail: detail(volume.name, type), containers: [], path: `${path}.volumes[${index}].${type}` }];
  });
}

/** A field that the pod as well as each container may set wrongly. */
function onEither(
  facts: PodSpecFacts,
  reason: string,
  field: string,
  check: (context: FullContext) => string | undefined,
): FailedCheck[] {
  const wrong = check(facts.spec.securityContext ?? {});
  const ofPod = wrong
    ? [{ reason, detail: `pod ${wrong}`, containers: [], path: `${facts.path}.securityContext.${field}` }]
    : [];
  return [...ofPod, ...perContainer(facts, reason, `.securityContext.${field}`, (_, context) => check(context))];
}

function sysctls({ sysctls: list = [] }: FullContext, path: string): FailedCheck[] {
  const unsafe = list.map(({ name }) => name).filter((name) => !safeSysctls.has(name));
  if (unsafe.length === 0) return [];
  return [
    { reason: 'forbidden sysctls', detail: unsafe.join(', '), containers: [], path: `${path}.securityContext.sysctls` },
  ];
}

function restricted(facts: PodSpecFacts): FailedCheck[] {
  const { spec, path } = facts;
  const pod = spec.securityContext ?? {};
  const windows = spec.os?.name === 'windows';
  const isSeccomp = (type: string | undefined): boolean => type === 'RuntimeDefault' || type === 'Localhost';
  return [
    ...volumes(
      facts,
      'restricted volume types',
      (volume) => Object.keys(volume).some((field) => field !== 'name' && !restrictedVolumes.has(field)),
      (name, type) => `volume "${name}" uses restricted volume type "${type}"`,
    ),
    ...(windows
      ? []
      : [
          ...perContainer(
            facts,
            'allowPrivilegeEscalation != false',
            '.securityContext.allowPrivilegeEscalation',
            (_, { allowPrivilegeEscalation }) =>
              allowPrivilegeEscalation === false
                ? undefined
                : 'must set securityContext.allowPrivilegeEscalation=false',
          ),
          ...perContainer(facts, 'unrestricted capabilities', '.securityContext.capabilities', ({ spec: container }) =>
            capabilityFault(container),
          ),
          ...perContainer(facts, 'seccompProfile', '.securityContext.seccompProfile', (_, { seccompProfile }) => {
            const counts = seccompProfile?.type ?? pod.seccompProfile?.type;
            // What is Unconfined fails the baseline already.
            if (isSeccomp(counts) || counts === 'Unconfined') return undefined;
            return 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
          }),
        ]),
    ...perContainer(facts, 'runAsNonRoot != true', '.securityContext.runAsNonRoot', (_, { runAsNonRoot }) =>
      (runAsNonRoot ?? pod.runAsNonRoot) === true ? undefined : 'must set securityContext.runAsNonRoot=true',
    ),
    ...(pod.runAsUser === 0
      ? [
          {
            reason: 'runAsUser=0',
            detail: 'pod must not set runAsUser=0',
            containers: [],
            path: `${path}.securityContext.runAsUser`,
          },
        ]
      : []),
    ...perContainer(facts, 'runAsUser=0', '.securityContext.runAsUser', (_, { runAsUser }) =>
      runAsUser === 0 ? 'must not set runAsUser=0' : undefined,
    ),
  ];
}

function capabilityFault({ securityContext }: Container): string | undefined {
  const { add = [], drop = [] } = securityContext?.capabilities ?? {};
  // What is not among the defaults fails the baseline already.
  const more = add.filter((one) => one !== 'NET_BIND_SERVICE' && defaultCapabilities.has(one));
  if (more.length > 0) return `must not include ${quoted(more)} in securityContext.capabilities.add`;
  return drop.includes('ALL') ? undefined : 'must set securityContext.capabilities.drop=["ALL"]';
}

function quoted(list: readonly string[]): string {
  return list.map((one) => `"${one}"`).join(', ');
}
