/** What a reason of the scheduler is about. The reasons of one node all come from one plugin, the first that refuses it. */
export type ReasonKind =
  | 'cordoned'
  | 'taint'
  | 'affinity'
  | 'not-named'
  | 'host-port'
  | 'resource'
  | 'pod-slots'
  | 'in-use'
  | 'volume-limit'
  | 'volume-zone'
  | 'no-volume'
  | 'no-storage'
  | 'volume-gone'
  | 'spread'
  | 'spread-label'
  | 'pod-affinity'
  | 'anti-affinity'
  | 'existing-anti-affinity'
  | 'resource-claim'
  | 'claim-missing'
  | 'claim-deleting'
  | 'claim-unbound'
  | 'class-missing'
  | 'features'
  | 'no-nodes'
  | 'gated'
  | 'other';

/** One reason, with the number of nodes that it holds for. */
export interface SchedulerReason {
  readonly kind: ReasonKind;
  /** The scheduler's own words. */
  readonly text: string;
  readonly count: number;
  /** What the text names: a resource, a claim, a device class, the key of a taint. */
  readonly subject?: string;
  /** Value of the taint, where the text has one (Kubernetes up to 1.33). */
  readonly value?: string;
}

/** What became of the attempt to make room by evicting pods of lower priority. */
export interface PreemptionNote {
  /** Nodes on which evicting pods could not help. */
  readonly notHelpful: number;
  /** Nodes on which no pod has a lower priority. */
  readonly noVictims: number;
  /** The pod must not evict others: its priority class forbids it. */
  readonly never: boolean;
  /** The pods in the way have been told to go. */
  readonly terminating: boolean;
  readonly text: string;
}

/** The text of a PodScheduled condition or a FailedScheduling event, taken apart. */
export interface SchedulerMessage {
  readonly text: string;
  /** Number of nodes in the cluster as the scheduler counts them; missing where the text has none. */
  readonly nodes?: number;
  readonly reasons: readonly SchedulerReason[];
  /** The reason concerns the pod as a whole; no node was looked at. */
  readonly wholePod: boolean;
  readonly preemption?: PreemptionNote;
  /** The event was cut at 1024 bytes: the last reason is not reliable. */
  readonly truncated: boolean;
  /** The scheduler failed, rather than found no node. */
  readonly failed: boolean;
}

type Known = readonly [RegExp, ReasonKind];

/** Reasons of the plugins of Kubernetes, 1.23 to 1.36. What stands in the first pair of brackets is the subject. */
const known: readonly Known[] = [
  [/^node\(s\) (?:were unschedulable|had unknown conditions)$/, 'cordoned'],
  [/^node\(s\) had (?:untolerated )?taint \{([^:}]+): ?([^}]*)\}/, 'taint'],
  [/^node\(s\) had (?:untolerated taint\(s\)|taints? that the pod didn't tolerate)/, 'taint'],
  [/^node\(s\) didn't match Pod's node affinity(?:\/selector)?$/, 'affinity'],
  [/^node\(s\) didn't match node selector$/, 'affinity'],
  [/^node\(s\) didn't match scheduler-enforced node affinity$/, 'affinity'],
  [/^node\(s\) didn't match the requested (?:node name|hostname)$/, 'affinity'],
  [/^pod affinity terms conflict$/, 'affinity'],
  [/^node\(s\) didn't satisfy plugin(?:\(s\))? \[?/, 'not-named'],
  [/^node\(s\) didn't match Pod's required features$/, 'features'],
  [/^node\(s\) didn't have free ports for the requested pod ports$/, 'host-port'],
  [/^Too many pods$/, 'pod-slots'],
  [/^Insufficient (\S+)$/, 'resource'],
  [/^node\(s\) had no available disk$/, 'in-use'],
  [/^node\(s\) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use/, 'in-use'],
  [/^node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode$/, 'in-use'],
  [/^node\(s\) exceed max volume count$/, 'volume-limit'],
  [/^(\S+) CSI driver is not installed on the node$/, 'volume-limit'],
  [/^node\(s\) didn't match PersistentVolume's node affinity$/, 'volume-zone'],
  [/^node\(s\) had volume node affinity conflict$/, 'volume-zone'],
  [/^node\(s\) had no available volume zone$/, 'volume-zone'],
  [/^node\(s\) didn't find available persistent volumes to bind$/, 'no-volume'],
  [/^node\(s\) did not have enough free storage$/, 'no-storage'],
  [/^node\(s\) unavailable due to one or more pvc\(s\) bound to non-existent pv\(s\)$/, 'volume-gone'],
  [/^persistentvolumeclaim "([^"]+)" bound to non-existent persistentvolume/, 'volume-gone'],
  [/^persistentvolume "([^"]+)" not found$/, 'volume-gone'],
  [/^looking up PVC \S+: persistentvolumeclaim "([^"]+)" not found/, 'claim-missing'],
  [
    /^(?:error getting PVC "[^"]+": )?(?:could not find v1\.PersistentVolumeClaim|persistentvolumeclaim) "([^"]+)"(?: not found)?$/,
    'claim-missing',
  ],
  [/^waiting for ephemeral volume controller to create the persistentvolumeclaim "([^"]+)"/, 'claim-missing'],
  [/^PVC [^/\s]+\/(\S+) was not created for pod/, 'claim-missing'],
  [/^persistentvolumeclaim "([^"]+)" is being deleted$/, 'claim-deleting'],
  [/^pod has unbound immediate PersistentVolumeClaims/, 'claim-unbound'],
  [/^PersistentVolume(?:Claim)? had no /, 'claim-unbound'],
  [/^VolumeBindingMode not set for StorageClass "([^"]+)"$/, 'claim-unbound'],
  [/^storageclass\.storage\.k8s\.io "([^"]+)" not found$/, 'class-missing'],
  [/^node\(s\) didn't match pod topology spread constraints \(missing required label\)$/, 'spread-label'],
  [/^node\(s\) didn't match pod topology spread constraints$/, 'spread'],
  [/^node\(s\) didn't match pod affinity rules$/, 'pod-affinity'],
  [/^node\(s\) didn't match pod affinity\/anti-affinity(?: rules)?$/, 'anti-affinity'],
  [/^node\(s\) didn't match pod anti-affinity rules$/, 'anti-affinity'],
  [/^node\(s\) didn't satisfy existing pods anti-affinity rules$/, 'existing-anti-affinity'],
  [/^parsing pod: /, 'pod-affinity'],
  [/^cannot allocate all claims$/, 'resource-claim'],
  [/^request \S+: device class (\S+) does not exist$/, 'resource-claim'],
  [/^(?:resourceclaim|resource claim|ResourceClaim)\b/, 'resource-claim'],
  [/^pod "[^"]+": ResourceClaim not created yet/, 'resource-claim'],
  [/^(?:cannot fit resource|cannot schedule extended resource claim)$/, 'resource-claim'],
  [/^waiting for scheduling gates/, 'gated'],
];

/** What one reason of the scheduler is about. */
export function reasonOf(text: string, count: number): SchedulerReason {
  for (const [pattern, kind] of known) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [, subject, value] = match;
    return {
      kind,
      text,
      count,
      ...(subject ? { subject } : {}),
      ...(value === undefined ? {} : { value: value.trim() }),
    };
  }
  return { kind: 'other', text, count };
}

/** Where the part of the plugins that look for a way out begins. The first of them in the outermost text counts. */
const wayOut =
  /(?:\. | )(?:no new claims to deallocate|still not schedulable|deallocation of ResourceClaim completed|deletion of ResourceClaim completed|ResourceClaim unreserved for PodGroup|plugin disabled|preemption: |All PostFilter plugins are skipped)|\. not found$/;

/** A comma splits only in front of a number: texts of plugins that are not known may contain others. */
const betweenReasons = /, (?=\d+ \S)/;

/**
 * Takes apart what the scheduler says (framework/types.go, FitError.Error). Understands the texts of Kubernetes 1.23 to 1.36, cut events,
 * and the nested part about preemption; `not found` at the end is an artefact of Kubernetes 1.34 and later, not a missing object.
 */
export function parseSchedulerMessage(message: string): SchedulerMessage {
  const text = message.trim();
  const truncated = text.endsWith(' ...');
  const base = { text, wholePod: false, truncated, failed: false };
  if (text.startsWith('no nodes available to schedule pods')) {
    return { ...base, nodes: 0, reasons: [{ kind: 'no-nodes', text, count: 0 }] };
  }
  if (text.startsWith('Scheduling is blocked due to non-empty scheduling gates')) {
    return { ...base, wholePod: true, reasons: [{ kind: 'gated', text, count: 0 }] };
  }
  const fit = /^0\/(\d+) nodes are available:\s?([\s\S]*)$/.exec(text);
  if (!fit) return { ...base, wholePod: true, failed: true, reasons: [reasonOf(text, 0)] };
  const nodes = Number(fit[1]);
  const [body, rest] = split(` ${fit[2] ?? ''}`);
  const preemption = preemptionOf(rest);
  const common = { ...base, nodes, ...(preemption ? { preemption } : {}) };
  const plain = (truncated ? body.replace(/ \.\.\.$/, '') : body.replace(/\.$/, '')).trim();
  if (plain === '') return { ...common, reasons: [] };
  if (!/^\d+ /.test(plain)) return { ...common, wholePod: true, reasons: [reasonOf(plain, nodes)] };
  return { ...common, reasons: plain.split(betweenReasons).map(counted) };
}

function split(tail: string): [body: string, rest: string] {
  const match = wayOut.exec(tail);
  return match ? [tail.slice(0, match.index), tail.slice(match.index)] : [tail, ''];
}

function counted(item: string): SchedulerReason {
  const [, count = '0', reason = item] = /^(\d+) ([\s\S]*)$/.exec(item) ?? [];
  return reasonOf(reason, Number(count));
}

function preemptionOf(rest: string): PreemptionNote | undefined {
  const at = rest.indexOf('preemption: ');
  if (at < 0) return undefined;
  const text = rest.slice(at + 'preemption: '.length);
  const times = (reason: string): number =>
    [...text.matchAll(new RegExp(`(\\d+) ${reason}`, 'g'))].reduce((sum, [, count]) => sum + Number(count), 0);
  return {
    notHelpful: times('Preemption is not helpful for scheduling'),
    noVictims: times('No preemption victims found for incoming pod'),
    never: text.includes('preemptionPolicy=Never'),
    terminating: text.includes('terminating pod on the nominated node'),
    text,
  };
}

/** On how many nodes each obstacle is, by what it is and, of a resource, which. That a node is not named is told apart in some versions only. */
export function obstaclesOf(reasons: readonly SchedulerReason[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, subject, count } of reasons) {
    const named = kind === 'not-named' ? 'affinity' : kind;
    const key = kind === 'resource' ? `${kind} ${subject ?? ''}` : named;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}

/** Two texts say the same of as many nodes. Their words differ between versions; what they are about does not. */
export function isSameRefusal(a: SchedulerMessage, b: SchedulerMessage): boolean {
  const [left, right] = [obstaclesOf(a.reasons), obstaclesOf(b.reasons)];
  return left.size === right.size && [...left].every(([key, count]) => right.get(key) === count);
}
