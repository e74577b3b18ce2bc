import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { dnsSubdomain } from './names.ts';
import type { Problems } from './problems.ts';
import { containersOfSpec } from './visit.ts';

const most = { credentialSpec: 64 * 1024, domain: 256, user: 104 };
const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const dnsDomain = new RegExp(`^${dnsPart}(?:\\.${dnsPart})*$`);

/** validateWindowsSecurityContextOptions. */
export function validateWindowsOptions(problems: Problems, options: Field): void {
  const [specName, spec] = [options.child('gmsaCredentialSpecName'), options.child('gmsaCredentialSpec')];
  if (specName.isSet) problems.check(specName, dnsSubdomain(specName.text));
  if (spec.isSet && spec.text === '') problems.required(spec, 'Left out, there is none; it may not be empty.');
  else if (spec.text.length > most.credentialSpec) {
    problems.say(spec, 'gmsaCredentialSpec is too long', 'At most 64 KiB are allowed.');
  }
  const user = options.child('runAsUserName');
  const fault = user.isSet ? userNameFault(user.text) : undefined;
  if (fault !== undefined)
    problems.invalid(user, { says: fault, allowed: 'It is USER or DOMAIN\\USER, as Windows has them.' });
}

function userNameFault(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (/[\x00-\x1f\x7f]/.test(text)) return 'contains control characters';
  const [, domain, user = ''] = /^(?:([^\\]*)\\)?([^\\]*)$/.exec(text) ?? [];
  if (text.split('\\').length > 2) return 'contains more than one backslash';
  if (domain !== undefined && domain.length >= most.domain) return 'has too long a domain';
  if (domain !== undefined && !netBios.test(domain) && !dnsDomain.test(domain)) return 'has no valid domain';
  if (user === '') return 'has no user';
  if (user.length > most.user) return 'has too long a user';
  if (/^[. ]+$/.test(user)) return 'has a user of dots and blanks only';
  return /["/\\:;|=,+*?<>@[\]]/.test(user) ? 'has characters that a user may not have' : undefined;
}

/** Containers that run as processes of a Windows node: all or none (validateWindowsHostProcessPod). */
export function validateHostProcess({ problems }: Context, spec: Field): void {
  const pod = spec.at('securityContext', 'windowsOptions', 'hostProcess').flag;
  const containers = containersOfSpec(spec).map(({ field }) =>
    field.at('securityContext', 'windowsOptions', 'hostProcess'),
  );
  for (const own of containers) {
    if (pod === undefined || own.flag === undefined || own.flag === pod) continue;
    problems.invalid(own, { says: 'differs from that of the pod', allowed: `The pod says hostProcess: ${pod}.` });
  }
  const host = containers.filter(({ flag }) => flag ?? pod ?? false).length;
  if (host === 0) return;
  if (host !== containers.length) {
    problems.say(spec, 'only some containers are host processes', 'If one is, all containers of the pod must be.');
  }
  if (spec.child('hostNetwork').flag !== true) {
    const title = 'host processes without hostNetwork: true';
    problems.say(spec.child('hostNetwork'), title, 'Host processes of Windows use the network of the node.');
  }
}

const linuxOfPod = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'];
const linuxOfPodSecurity = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const linuxOfContainer = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** spec.os: a pod says of itself that it is of one system and may not use what only the other has (validateOS, -Linux, -Windows). */
export function validateOs({ problems, has }: Context, spec: Field): void {
  const os = spec.child('os');
  if (!os.isSet) return;
  const name = os.child('name');
  const security = spec.child('securityContext');
  const containers = containersOfSpec(spec).map(({ field }) => field.child('securityContext'));
  if (name.text === '') problems.required(name, 'It is linux or windows.');
  else if (name.text === 'linux') {
    for (const holder of [security, ...containers]) {
      const options = holder.child('windowsOptions');
      if (options.isSet) problems.forbidden(options, 'spec.os.name says linux.');
    }
  } else if (name.text === 'windows') {
    const ungated = (field: string): boolean => field !== 'hostUsers' || has('hostUsers');
    const ofPod = linuxOfPod.filter(ungated).map((field) => spec.child(field));
    const gates = {
      supplementalGroupsPolicy: 'supplementalGroupsPolicy',
      seLinuxChangePolicy: 'seLinuxChangePolicy',
    } as const;
    const known = linuxOfPodSecurity.filter((field) => !(field in gates) || has(gates[field as keyof typeof gates]));
    forbidOnWindows(problems, [
      ...ofPod.filter((field) => field.isSet && (field.flag !== false || !/host(PID|IPC)$/.test(field.path))),
      ...known
        .map((field) => security.child(field))
        .filter((field) => field.isSet && (field.label !== 'sysctls' || field.size > 0)),
      ...containers.flatMap((holder) => linuxOfContainer.map((field) => holder.child(field))),
    ]);
  } else problems.unsupported(name.under(os), ['linux', 'windows']);
}

function forbidOnWindows(problems: Problems, fields: readonly Field[]): void {
  for (const field of fields)
    if (field.isSet) problems.forbidden(field, 'spec.os.name says windows, which does not have it.');
}
