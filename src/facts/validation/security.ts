import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { localPath } from './paths.ts';
import type { Problems } from './problems.ts';
import { validateWindowsOptions } from './windows.ts';

const mostId = 2 ** 31 - 1;
const longestProfile = 4095;

function validateId(problems: Problems, id: Field): void {
  if (id.isSet) problems.inRange(id, 0, mostId);
}

/** securityContext of a container (ValidateSecurityContext). */
export function validateSecurityContext({ problems, has }: Context, security: Field, hostUsers: boolean): void {
  if (!security.isSet) return;
  validateId(problems, security.child('runAsUser'));
  validateId(problems, security.child('runAsGroup'));
  const proc = security.child('procMount');
  if (has('procMount') && proc.isSet) {
    if (!['Default', 'Unmasked'].includes(proc.text)) problems.unsupported(proc, ['Default', 'Unmasked']);
    else if (hostUsers && proc.text === 'Unmasked') {
      problems.invalid(proc, {
        says: 'needs hostUsers: false',
        allowed: 'Only in a user namespace may /proc be unmasked.',
      });
    }
  }
  validateSeccomp(problems, security.child('seccompProfile'));
  if (security.child('allowPrivilegeEscalation').flag === false) {
    const title = 'allowPrivilegeEscalation: false contradicts';
    if (security.child('privileged').flag === true) {
      problems.say(security, `${title} privileged: true`, 'A privileged container can always gain privileges.');
    }
    if (security.at('capabilities', 'add').texts.includes('CAP_SYS_ADMIN')) {
      problems.say(security, `${title} CAP_SYS_ADMIN`, 'With CAP_SYS_ADMIN a process can always gain privileges.');
    }
  }
  validateWindowsOptions(problems, security.child('windowsOptions'));
  validateAppArmor(problems, security.child('appArmorProfile'));
}

/** securityContext of a pod (validatePodSpecSecurityContext). */
export function validatePodSecurityContext(context: Context, spec: Field): void {
  const { problems, has } = context;
  const security = spec.child('securityContext');
  for (const id of ['fsGroup', 'runAsUser', 'runAsGroup']) validateId(problems, security.child(id));
  for (const group of security.child('supplementalGroups').items()) problems.inRange(group, 0, mostId);
  const share = spec.child('shareProcessNamespace');
  if (share.flag === true && spec.child('hostPID').flag === true) {
    const title = 'shareProcessNamespace and hostPID are both true';
    problems.say(
      share.under(security, 'shareProcessNamespace'),
      title,
      'The pod either has one process namespace of its own or uses that of the node.',
    );
  }
  validateSysctls(problems, spec, security.child('sysctls'));
  problems.oneOf(security.child('fsGroupChangePolicy'), ['Always', 'OnRootMismatch']);
  validateSeccomp(problems, security.child('seccompProfile'));
  validateWindowsOptions(problems, security.child('windowsOptions'));
  validateAppArmor(problems, security.child('appArmorProfile'));
  if (has('supplementalGroupsPolicy')) problems.oneOf(security.child('supplementalGroupsPolicy'), ['Merge', 'Strict']);
  // MountOption is behind SELinuxMount, which is off in every version.
  if (has('seLinuxChangePolicy')) problems.oneOf(security.child('seLinuxChangePolicy'), ['Recursive']);
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(problems: Problems, profile: Field): void {
  if (!profile.isSet) return;
  const [type, local] = [profile.child('type'), profile.child('localhostProfile')];
  if (!profileTypes.includes(type.text)) problems.unsupported(type, profileTypes);
  if (type.text === 'Localhost') {
    if (!local.isSet) problems.required(local, 'type Localhost needs the path of the profile on the node.');
    else localPath(problems, local);
  } else forbidLocal(problems, local);
}

function validateAppArmor(problems: Problems, profile: Field): void {
  if (!profile.isSet) return;
  const [type, local] = [profile.child('type'), profile.child('localhostProfile')];
  if (!profileTypes.includes(type.text)) {
    problems.unsupported(type, profileTypes);
  } else if (type.text !== 'Localhost') forbidLocal(problems, local);
  else if (local.text.trim() !== local.text) {
    problems.invalid(local, {
      says: 'has white space at its ends',
      allowed: 'It must be the bare name of the profile.',
    });
  } else if (local.text === '') problems.required(local, 'type Localhost needs the name of a profile on the node.');
  else if (local.text.length > longestProfile) {
    problems.invalid(local, { says: 'is too long', allowed: `At most ${longestProfile} characters are allowed.` });
  }
}

function forbidLocal(problems: Problems, local: Field): void {
  if (local.isSet) problems.forbidden(local, 'Only type Localhost has a localhostProfile.');
}

const sysctlSegment = '[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const sysctlPattern = new RegExp(`^(?:${sysctlSegment}[./])*${sysctlSegment}$`);
const longestSysctl = 253;

function validateSysctls(problems: Problems, spec: Field, sysctls: Field): void {
  const seen = new Map<string, Field>();
  for (const item of sysctls.items()) {
    const name = item.child('name');
    const first = seen.get(name.text);
    if (name.text === '') problems.required(name, 'It names the kernel parameter.');
    else if (name.text.length > longestSysctl || !sysctlPattern.test(name.text)) {
      problems.invalid(name, {
        says: 'is not the name of a sysctl',
        allowed: 'Such as net.core.somaxconn, in lower case.',
      });
    } else if (first) problems.duplicate(name, first);
    seen.set(name.text, name);
    const shared = { hostNetwork: 'net', hostIPC: 'ipc' } as const;
    for (const [field, namespace] of Object.entries(shared)) {
      if (spec.child(field).flag !== true || sysctlNamespace(name.text) !== namespace) continue;
      problems.invalid(name, { says: `may not be set with ${field}`, allowed: 'It would change the node itself.' });
    }
  }
}

/** The kernel namespace that a parameter belongs to (component-helpers/node/util/sysctl). */
function sysctlNamespace(name: string): 'net' | 'ipc' | undefined {
  const dotted = normalized(name).replace(/\*.*/s, '');
  if (dotted.startsWith('net.')) return 'net';
  if (dotted.startsWith('fs.mqueue.')) return 'ipc';
  return /^kernel\.(sem|shm(all|max|mni|_rmid_forced)?|msg(max|mnb|mni)?)$/.test(dotted) ? 'ipc' : undefined;
}

/** sysctl.d(5): where '/' comes first it separates, and '.' is part of a name. */
function normalized(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  return first === '/' ? name.replace(/[./]/g, (mark) => (mark === '/' ? '.' : '/')) : name;
}
