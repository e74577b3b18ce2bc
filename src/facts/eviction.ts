/** What a kubelet says of an eviction, read from its message. Amounts are in the words of the message. */
export type Eviction =
  | {
      readonly kind: 'pressure';
      /** `memory`, `ephemeral-storage`, `inodes`, `pids`. */
      readonly resource: string;
      readonly threshold?: string;
      readonly available?: string;
      /** Containers that used more than they request, in the order of the message. */
      readonly consumers: readonly { readonly container: string; readonly used: string; readonly request: string }[];
    }
  /** Refused at admission because the node had conditions: `DiskPressure` … */
  | { readonly kind: 'refused'; readonly conditions: readonly string[] }
  | { readonly kind: 'empty-dir'; readonly volume: string; readonly limit: string }
  | { readonly kind: 'pod-limit'; readonly limit: string }
  | { readonly kind: 'container-limit'; readonly container: string; readonly limit: string };

/** Reads the message of an eviction (pkg/kubelet/eviction/helpers.go); the forms of older kubelets as well. undefined for other texts. */
export function evictionOf(message: string): Eviction | undefined {
  const text = message.trim();
  if (text === '') return undefined;
  return localStorage(text) ?? pressure(text);
}

function localStorage(text: string): Eviction | undefined {
  const emptyDir = /usage of EmptyDir volume "([^"]+)" exceeds the limit "([^"]+)"/i.exec(text);
  if (emptyDir) {
    const [, volume = '', limit = ''] = emptyDir;
    return { kind: 'empty-dir', volume, limit };
  }
  const [, limitOfPod] =
    /pod ephemeral local storage usage exceeds the total limit of containers ([^\s]*[^\s.])/i.exec(text) ?? [];
  if (limitOfPod) return { kind: 'pod-limit', limit: limitOfPod };
  const [, container, limit = ''] =
    /container "?([^\s"]+)"? exceeded its local ephemeral storage limit "([^"]+)"/i.exec(text) ?? [];
  return container ? { kind: 'container-limit', container, limit } : undefined;
}

function pressure(text: string): Eviction | undefined {
  const [, refused] = /The node had condition: \[([^\]]*)\]/.exec(text) ?? [];
  if (refused !== undefined)
    return { kind: 'refused', conditions: refused.split(/[\s,]+/).filter((one) => one !== '') };
  const [, resource] = /The node was low on resource: ([\w.-]*\w)/i.exec(text) ?? [];
  if (!resource) return undefined;
  const [, threshold, available = ''] =
    /Threshold quantity: ([^\s,]+), available: ([^\s]+?)\.(?:\s|$)/.exec(text) ?? [];
  const consumers = [
    ...text.matchAll(
      /Container (\S+) was using (\S+), (?:which exceeds its )?request (?:is|of) ([^\s,]+?)[.,](?:\s|$)/gi,
    ),
  ];
  return {
    kind: 'pressure',
    resource,
    ...(threshold ? { threshold, available } : {}),
    consumers: consumers.map(([, container = '', used = '', request = '']) => ({ container, used, request })),
  };
}

/** The condition that a node has while it is short of a resource. */
export function pressureCondition(resource: string): string {
  if (resource === 'memory') return 'MemoryPressure';
  return resource === 'pids' || resource === 'pid' ? 'PIDPressure' : 'DiskPressure';
}
