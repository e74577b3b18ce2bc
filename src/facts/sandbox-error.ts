/** Why a pod's sandbox cannot be made, read from the text of the kubelet and the runtime. */
export type SandboxErrorKind =
  | 'runtime-handler'
  | 'no-addresses'
  | 'host-port'
  | 'cni-plugin-missing'
  | 'cni-not-configured'
  | 'cni-agent-down'
  | 'cni-unauthorized'
  | 'cni'
  | 'sandbox-image'
  | 'memory-too-small'
  | 'no-space'
  | 'cgroup'
  | 'name-reserved'
  | 'sysctl'
  | 'user-namespace'
  | 'devices'
  | 'timeout'
  | 'other';

export interface SandboxError {
  readonly kind: SandboxErrorKind;
  /** The RuntimeClass handler, CNI plugin or host port that the text names. */
  readonly name?: string;
  /** The part of the text that tells, without the wrapping of the kubelet and gRPC, and without the id of the sandbox. */
  readonly text: string;
}

const handler =
  /no runtime for "([^"]+)" is configured|failed to find runtime handler ([^\s"]+)|RuntimeHandler "([^"]+)" not supported|runtime handler "?([^\s"]+)"? (?:is )?not supported/i;

/** In this order: what is more particular comes first. */
const kinds: readonly (readonly [SandboxErrorKind, RegExp])[] = [
  ['runtime-handler', handler],
  [
    'host-port',
    /cannot (?:open|bind) (?:a )?host ?port (\d+)|host ?port.*already in use|listen tcp\d? \S*:(\d+): bind: address already in use/i,
  ],
  [
    'no-addresses',
    /no IP addresses available|failed to assign an IP address to container|no available (?:IP|address)|no (?:more )?free IP|No more IPs|not enough (?:free )?IP|all (?:IP )?addresses .*(?:in use|allocated)|IPAM.*exhausted|address pool .*(?:full|exhausted)|range is full/i,
  ],
  ['cni-plugin-missing', /failed to find plugin "([^"]+)" in path/i],
  [
    'cni-not-configured',
    /cni plugin not initialized|cni config uninitialized|no networks? found in \S+|no valid networks found|No CNI configuration file|network is not ready/i,
  ],
  ['cni-unauthorized', /Unauthorized|is forbidden: User|x509:/i],
  [
    'cni-agent-down',
    /\/var\/lib\/calico\/nodename|\/run\/flannel\/subnet\.env|(?:cilium|multus|calico|ovn|antrea|aws|ipamd)[^"]*(?:connection refused|no such file|connect)|dial (?:unix|tcp) \S+: (?:connect|i\/o)|connect: connection refused|unable to connect to .*(?:daemon|agent)|waiting for .*(?:daemon|agent)/i,
  ],
  ['sandbox-image', /failed to (?:get|pull) (?:sandbox )?image|sandbox image/i],
  ['memory-too-small', /memory limit too low|OOM-killed|minimum memory|set(?:ting)? memory limit .*too low/i],
  ['no-space', /no space left on device|disk quota exceeded|too many open files/i],
  ['name-reserved', /name "[^"]*" is reserved for|failed to reserve sandbox name/i],
  ['sysctl', /sysctl/i],
  ['user-namespace', /user ?namespaces?|idmap|subuid/i],
  ['cgroup', /cgroup|systemd|dbus|slice/i],
  ['cni', /set ?up network|NetworkPlugin cni failed|plugin type="|\bcni\b|CNI/],
  ['timeout', /DeadlineExceeded|context deadline exceeded|timed out|timeout/i],
];

const wrapping =
  /^(?:\(combined from similar events\): )?(?:Failed to (?:create|start) (?:pod )?sandbox(?: in sandbox store)?|Failed to create pod sandbox|unable to ensure pod container exists|Failed to prepare dynamic resources|Unable to get pod sandbox status|network is not ready): /i;

/** Reads the message of FailedCreatePodSandBox and its kin. */
export function sandboxErrorOf(message: string): SandboxError {
  const text = message
    .trim()
    .replace(wrapping, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/(sandbox|container) "[0-9a-f]{64}"/g, '$1')
    .replace(/\b[0-9a-f]{64}\b/g, '…');
  for (const [kind, pattern] of kinds) {
    const match = pattern.exec(text);
    if (!match) continue;
    const name = match.slice(1).find((group) => group !== undefined) ?? pluginOf(kind, text);
    return { kind, text, ...(name ? { name } : {}) };
  }
  return { kind: 'other', text };
}

/** `plugin type="bridge" name="kindnet" failed (add): …`: the type of the plugin. */
function pluginOf(kind: SandboxErrorKind, text: string): string | undefined {
  if (!kind.startsWith('cni') && kind !== 'no-addresses') return undefined;
  return /plugin type="([^"]+)"/.exec(text)?.[1] ?? /plugin "?([\w-]+)"? failed/.exec(text)?.[1];
}
