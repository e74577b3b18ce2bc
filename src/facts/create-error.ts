import { missingInText } from './missing-text.ts';

/**
 * Why a runtime could not create or start a container. `not-found`: its program is not there; `not-executable`: it is there and may not be executed;
 * `exec-format`: it is for another processor; `non-root`: the kubelet will not run it as root; `create`: everything else.
 */
export type CreateErrorKind = 'not-found' | 'not-executable' | 'exec-format' | 'non-root' | 'create';

export interface CreateError {
  readonly kind: CreateErrorKind;
  /** For `create`: what failed (`mount-type`, `seccomp` …); for the others which variant. */
  readonly detail?: string;
  /** The program, or the path that the error is about. */
  readonly path?: string;
}

/** What the kubelet says where a reference of the spec cannot be resolved: a missing object, and no error of the runtime. */
const unresolved =
  /not registered$|failed to sync (configmap|secret) cache|environment variable key .* not found|couldn't parse env file|referenced by FileKeyRef/i;

/** Programs of the node, not of the image. */
const nodeTool = String.raw`(?:[^\s"]*/)?(?:runc|crun|runsc|youki|kata[\w-]*|containerd-shim[\w-]*|conmon|apparmor_parser|nvidia[\w-]*|[\w-]*hook[\w-]*)`;

const quote = String.raw`\\*["'\x60]`;
const missing = String.raw`(?:executable file not found|no such file or directory|file does not exist|not found)`;
const refused = String.raw`(?:permission denied|is a directory|not a regular file|operation not permitted)`;

type Variant = readonly [pattern: RegExp, kind: CreateErrorKind, detail?: string];

/** The program could not be executed: runc, crun, gVisor and youki in turn. The first group is the program. */
const execErrors: readonly Variant[] = [
  [new RegExp(`exec: ${quote}([^"'\`\\\\]+)${quote}: (?:stat \\S+: )?exec format error`, 'i'), 'exec-format'],
  [
    new RegExp(`exec: ${quote}([^"'\`\\\\]+)${quote}: (?:stat \\S+: )?is a directory`, 'i'),
    'not-executable',
    'directory',
  ],
  [new RegExp(`exec: ${quote}([^"'\`\\\\]+)${quote}: (?:stat \\S+: )?${refused}`, 'i'), 'not-executable', 'permission'],
  [new RegExp(`exec: ${quote}([^"'\`\\\\]+)${quote}: (?:stat \\S+: )?${missing}`, 'i'), 'not-found'],
  [new RegExp(`executable(?: file)? ${quote}([^"'\`]+)${quote}.* not found`, 'i'), 'not-found'],
  [/error finding executable "([^"]+)"/i, 'not-found'],
  [/fork\/exec (\S+): exec format error/i, 'exec-format'],
  [new RegExp(`fork/exec (\\S+): ${refused}`, 'i'), 'not-executable', 'permission'],
  [new RegExp(`fork/exec (\\S+): ${missing}`, 'i'), 'not-found'],
  [/the path [`'"]([^`'"]+)[`'"] is not a regular file/i, 'not-executable', 'directory'],
  [/open executable: permission denied/i, 'not-executable', 'permission'],
  [/exec format error/i, 'exec-format'],
];

const details: readonly (readonly [pattern: RegExp, detail: string])[] = [
  [
    /OOM-?killed|memory limit too low|minimum memory limit|init-p: connection reset|child's pid from pipe caused.{0,4}EOF/i,
    'memory-limit',
  ],
  [/seccomp/i, 'seccomp'],
  [/apparmor/i, 'apparmor'],
  [/selinux|lsetxattr|relabel/i, 'selinux'],
  [/chdir to cwd|\bchdir\b|\bcwd\b|working directory/i, 'working-dir'],
  [/ImageVolumeMountFailed|image volume/i, 'image-volume'],
  [/subpath|missing value for /i, 'sub-path'],
  [/error running (?:\w+ )?hook|hook #\d/i, 'hook'],
  [
    /gathering device|adding devices?|custom device|unresolvable CDI|CDI device|device driver|nvidia-container-cli|no such device/i,
    'device',
  ],
  [/not a directory|is a directory|directory onto a file/i, 'mount-type'],
  [/read-only file ?system/i, 'read-only'],
  [/no space left|disk quota exceeded/i, 'disk-full'],
  [
    /error mounting|failed to mount|mountpoint|creating mount|bind mount|bind source|\bmount\b.*(?:no such file|permission denied|invalid argument)/i,
    'mount',
  ],
  [/unable to find (?:user|group)|no matching entries in (?:passwd|group)|no users found|no groups found/i, 'user'],
  [/no command (?:specified|or entrypoint)|no command|no entrypoint|args must not be empty/i, 'no-command'],
  [/is reserved for|already in use by container/i, 'name-reserved'],
  [/unable to find target container/i, 'target-container'],
  [/hostUsers|user namespaces?/i, 'user-namespace'],
  [
    /error unpacking image|failed to (?:resolve|get|unpack) image|image .* not found|no such image|parent snapshot/i,
    'image-broken',
  ],
  [/resource temporarily unavailable|too many open files|cannot allocate memory|no child processes/i, 'node-exhausted'],
  [/cgroup|hugetlb|cpu\.(?:weight|max|cfs)|systemd/i, 'cgroup'],
  [/context deadline exceeded|DeadlineExceeded|timed out|time-?out/i, 'timeout'],
  [/operation not permitted|capabilit/i, 'not-permitted'],
  [/services have not yet been read|nil pod\.spec/i, 'kubelet-starting'],
];

/**
 * The class of an error text of `CreateContainerConfigError`, `CreateContainerError`, `RunContainerError` or `StartError`. undefined where the
 * text speaks of a missing ConfigMap, Secret or key: nothing was asked of the runtime. Sources: pkg/kubelet/kuberuntime, containerd
 * internal/cri/server/container_create*.go, runc libcontainer, crun.
 */
export function classifyCreateError(text: string): CreateError | undefined {
  if (unresolved.test(text) || missingInText(text).length > 0) return undefined;
  const nonRoot = nonRootError(text);
  if (nonRoot) return nonRoot;
  const ofNode = new RegExp(`(?:exec: ${quote}|fork/exec )${nodeTool}(?:${quote})?: `, 'i').test(text);
  if (!ofNode && !/error running (?:\w+ )?hook|hook #\d/i.test(text)) {
    for (const [pattern, kind, detail] of execErrors) {
      const match = pattern.exec(text);
      const path = match?.[1];
      if (match) return { kind, ...(detail ? { detail } : {}), ...(path ? { path } : {}) };
    }
  }
  const found = details.find(([pattern]) => pattern.test(text))?.[1];
  const detail = found ?? (ofNode ? 'hook' : 'other');
  const path = pathOf(text);
  return { kind: 'create', detail, ...(path === undefined ? {} : { path }) };
}

/** The three refusals of verifyRunAsNonRoot (pkg/kubelet/kuberuntime/security_context_*.go). */
function nonRootError(text: string): CreateError | undefined {
  const named = /non-numeric user \(([^)]*)\)/.exec(text)?.[1];
  if (named !== undefined) return { kind: 'non-root', detail: 'named-user', path: named };
  if (/breaks non-root policy|regarded as root identity/i.test(text))
    return { kind: 'non-root', detail: 'run-as-user-0' };
  return /runAsNonRoot and image will run as root/i.test(text) ? { kind: 'non-root', detail: 'root-image' } : undefined;
}

/** The path that a create error is about: where something was to be mounted, entered, read. */
function pathOf(text: string): string | undefined {
  const patterns = [
    /to rootfs at \\*"([^"\\]+)\\*"/,
    /mount `[^`]*` to `([^`]+)`/,
    /chdir to cwd \(\\*"([^"\\]+)\\*"\)/,
    /profile \\*"([^"\\]+)\\*"/,
    /unable to find (?:user|group) ([^:\s]+)/,
    /device information while adding custom device \\*"([^"\\]+)\\*"/,
    /mkdir (\S+?):/,
  ];
  for (const pattern of patterns) {
    const path = pattern.exec(text)?.[1];
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The error without the layers of the runtime around it. */
export function innermostCreateError(text: string): string {
  const wrappers =
    /^(?:Error: |Error response from daemon: |rpc error: code = \w+ desc = |failed to create containerd (?:task|container): |failed to create (?:shim )?task(?: for container)?: |failed to generate container "[^"]*" spec: |failed to generate spec: |failed to start container "[^"]*": |OCI runtime create failed: |container create failed: |(?:runc|crun) create failed: |unable to start container process: |error during container init: )/i;
  let rest = text.trim();
  while (wrappers.test(rest)) rest = rest.replace(wrappers, '');
  return rest.replace(/: unknown$/, '').replace(/\s+/g, ' ');
}

/** A program that could not be executed, as the last lines of a log tell. */
export interface ExecFailure {
  readonly kind: 'not-found' | 'not-executable' | 'exec-format';
  readonly path?: string;
  readonly line: string;
  /** The runtime or the image's init process says so, not a shell that tried something else. */
  readonly byRuntime: boolean;
}

/** Who says it, and the program and the error in the line. runc and crun write to the container's own log when the very last step fails. */
const execLines: readonly RegExp[] = [
  /^exec (?<path>\/?\S+): (?<error>exec format error|no such file or directory|permission denied)$/i,
  /exec user process caused:? "?(?<error>[^"]+)"?$/i,
  /exec container process (?:\(missing dynamic library\?\) )?`(?<path>[^`]+)`: (?<error>[^"]+)/i,
  /^\[(?:FATAL|ERROR)\s+tini \(\d+\)\] exec (?<path>\S+) failed: (?<error>.+)$/i,
  /^\[dumb-init\] (?<path>\S+): (?<error>.+)$/i,
];
const shellFormatError = /^(?:.*: )?(?<path>[^\s:]+): (?:cannot execute binary file: )?exec format error$/i;

/** The failure to execute a program that a log ends with; undefined where it ends with something else. */
export function execFailureInLog(lines: readonly string[]): ExecFailure | undefined {
  const last = lines
    .filter((line) => line.trim() !== '')
    .at(-1)
    ?.trim();
  if (last === undefined) return undefined;
  for (const pattern of execLines) {
    const groups = pattern.exec(last)?.groups;
    const kind = kindOfError(groups?.['error'] ?? '');
    if (groups && kind)
      return { kind, ...(groups['path'] ? { path: groups['path'] } : {}), line: last, byRuntime: true };
  }
  const path = shellFormatError.exec(last)?.groups?.['path'];
  return path === undefined ? undefined : { kind: 'exec-format', path, line: last, byRuntime: false };
}

function kindOfError(error: string): ExecFailure['kind'] | undefined {
  if (/exec format error/i.test(error)) return 'exec-format';
  if (/no such file|not found/i.test(error)) return 'not-found';
  return /permission denied/i.test(error) ? 'not-executable' : undefined;
}
