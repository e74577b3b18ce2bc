import type { ContainerSpec, PodSpecFacts } from '../core/evidence.ts';
import type { SecurityContext } from '../core/kubernetes.ts';
import type { Refusal, SecurityViolation } from './refusal.ts';

/** What has to be set for the checks of a Pod Security profile to pass, by container name, and for the pod as a whole. */
export interface SecurityChange {
  readonly containers: ReadonlyMap<string, SecurityContext>;
  /** Fields of the pod spec. */
  readonly pod: Readonly<Record<string, unknown>>;
  /** Checks that no field alone can satisfy: hostPath volumes, hostPorts … */
  readonly open: readonly SecurityViolation[];
}

type Setting = (context: SecurityContext) => SecurityContext;

/** By check (pod-security-admission/policy/check_*.go): what a container must set. */
const settings: Readonly<Record<string, Setting>> = {
  'allowPrivilegeEscalation != false': (context) => ({ ...context, allowPrivilegeEscalation: false }),
  'unrestricted capabilities': (context) => ({ ...context, capabilities: { ...context.capabilities, drop: ['ALL'] } }),
  'runAsNonRoot != true': (context) => ({ ...context, runAsNonRoot: true }),
  seccompProfile: (context) => ({ ...context, seccompProfile: { type: 'RuntimeDefault' } }),
  'seccompProfile type': (context) => ({ ...context, seccompProfile: { type: 'RuntimeDefault' } }),
  privileged: (context) => ({ ...context, privileged: false }),
};

/**
 * The smallest change of a template that satisfies the failed checks, as far as fields can. A check that names no container of the template concerns all of them.
 */
export function securityChange(
  violations: readonly SecurityViolation[],
  template: PodSpecFacts | undefined,
): SecurityChange {
  const all = (template?.containers ?? []).filter(({ kind }) => kind !== 'ephemeral').map(({ name }) => name);
  const containers = new Map<string, SecurityContext>();
  const pod: Record<string, unknown> = {};
  const open: SecurityViolation[] = [];
  for (const violation of violations) {
    const setting = settings[violation.reason];
    const host = hostFields(violation);
    if (violation.reason === 'host namespaces') Object.assign(pod, host);
    else if (setting && !needsPeople(violation)) {
      const named = violation.containers.length > 0 ? violation.containers : all;
      for (const name of named) containers.set(name, setting(containers.get(name) ?? {}));
    } else open.push(violation);
  }
  return { containers, pod, open };
}

/** Adding a capability is a wish of the template: taking it away is no mere setting. */
function needsPeople({ detail }: SecurityViolation): boolean {
  return /capabilities\.add/.test(detail);
}

function hostFields({ detail }: SecurityViolation): Record<string, boolean> {
  const fields = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => detail.includes(`${field}=true`));
  return Object.fromEntries(fields.map((field) => [field, false]));
}

/** The containers of a change as a strategic merge patch holds them: app and init containers in lists of their own. */
export function mergedContainers(change: SecurityChange, template: PodSpecFacts | undefined): Record<string, unknown> {
  const lists: Record<string, { name: string; securityContext: SecurityContext }[]> = {};
  for (const [name, securityContext] of change.containers) {
    const list = listOfContainer(template?.containers.find((container) => container.name === name));
    lists[list] = [...(lists[list] ?? []), { name, securityContext }];
  }
  return lists;
}

function listOfContainer(container: ContainerSpec | undefined): 'containers' | 'initContainers' {
  return container && container.kind !== 'app' ? 'initContainers' : 'containers';
}

/** Pod Security admission; PodSecurityPolicy (until 1.24) and the SecurityContextConstraints of OpenShift speak of validating. */
export function securityRefusal(text: string): Refusal | undefined {
  const violates = /violates PodSecurity "([^":]+):?([^"]*)": (.*)$/s.exec(text);
  if (violates) {
    const [, level = '', version = '', checks = ''] = violates;
    return { kind: 'pod-security', level, version, violations: checksOf(checks) };
  }
  const constraints = /unable to validate against any (security context constraint|pod security policy)/.exec(text);
  return constraints?.[1] ? { kind: 'security-constraints', what: constraints[1] } : undefined;
}

/** `a (b), c (d, e (f))` → its parts: commas inside parentheses do not part. */
function checksOf(text: string): SecurityViolation[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, reason = part, detail = ''] = /^(.*?) \((.*)\)$/s.exec(part) ?? [];
      const named = [...detail.matchAll(/containers? ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, names = '']) =>
        [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
      );
      return { reason, detail, containers: [...new Set(named)] };
    });
}
