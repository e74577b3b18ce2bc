import { validateAffinity } from './affinity.ts';
import { validateContainers } from './containers.ts';
import type { Context } from './context.ts';
import { validateDns, validateHostAliases } from './dns.ts';
import type { Field } from './field.ts';
import { validateLabels } from './meta.ts';
import { dnsLabel, dnsSubdomain, qualifiedName, type Format } from './names.ts';
import { validatePodResources } from './pod-resources.ts';
import { validateHostNetworkPorts } from './ports.ts';
import { validateOverhead } from './resources.ts';
import { validatePodRestartPolicy } from './restart.ts';
import { validatePodSecurityContext } from './security.ts';
import { validateSpread } from './spread.ts';
import { validateTolerations } from './tolerations.ts';
import { containersOfSpec } from './visit.ts';
import { validateVolumes } from './volumes.ts';
import { validateHostProcess, validateOs } from './windows.ts';

/** What is known of the pod beside its spec; a template knows neither. */
export interface PodIdentity {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const noIdentity: PodIdentity = { name: '', labels: {} };

/** ValidatePodSpec, of a spec with its defaults. */
export function validatePodSpec(context: Context, spec: Field, { name, labels }: PodIdentity): void {
  const { problems } = context;
  const volumes = validateVolumes(context, spec.child('volumes'), name);
  const claims = validateResourceClaims(context, spec.child('resourceClaims'));
  validateContainers(context, spec, {
    volumes,
    claims,
    restartPolicy: spec.child('restartPolicy').text,
    graceSeconds: spec.child('terminationGracePeriodSeconds').number,
    hostUsers: !context.has('hostUsers') || spec.child('hostUsers').flag !== false,
  });
  validatePodResources(context, spec);
  validateHostNetworkPorts(problems, spec);
  validatePodRestartPolicy(context, spec.child('restartPolicy'));
  validateDns(context, spec);
  validateLabels(problems, spec.child('nodeSelector'));
  validatePodSecurityContext(context, spec);
  validateAffinity(context, spec.child('affinity'), labels);
  validateGates(context, spec);
  validateSpread(context, spec.child('topologySpreadConstraints'), labels);
  validateHostProcess(context, spec);
  validateHostUsers(context, spec);
  validateHostname(context, spec);
  validateNames(context, spec);
  const deadline = spec.child('activeDeadlineSeconds');
  if (deadline.isSet) problems.inRange(deadline, 1, 2 ** 31 - 1);
  validateTolerations(problems, spec.child('tolerations'));
  validateHostAliases(context, spec.child('hostAliases'));
  problems.oneOf(spec.child('preemptionPolicy'), ['PreemptLowerPriority', 'Never']);
  validateOverhead(problems, spec.child('overhead'));
  validateOs(context, spec);
}

function validateResourceClaims({ problems, has }: Context, claims: Field): Set<string> {
  const names = new Map<string, Field>();
  if (!has('resourceClaims')) return new Set();
  for (const claim of claims.items()) {
    const name = claim.child('name');
    const first = names.get(name.text);
    if (name.text === '') problems.required(name, 'Every claim has a name, by which containers use it.');
    else if (first) problems.duplicate(name, first);
    else {
      problems.check(name, dnsLabel(name.text));
      names.set(name.text, name);
    }
    const given = ['resourceClaimName', 'resourceClaimTemplateName']
      .map((one) => claim.child(one))
      .filter((one) => one.isSet);
    if (given.length !== 1) {
      const title = given.length === 0 ? 'the claim names no object' : 'the claim has both a name and a template';
      problems.say(claim, title, 'It needs either resourceClaimName or resourceClaimTemplateName.');
    }
    for (const object of given) problems.check(object, dnsSubdomain(object.text));
  }
  return new Set(names.keys());
}

/** Readiness gates and scheduling gates are qualified names. */
function validateGates({ problems }: Context, spec: Field): void {
  for (const gate of spec.child('readinessGates').items()) {
    problems.check(gate.child('conditionType'), qualifiedName(gate.child('conditionType').text));
  }
  const seen = new Map<string, Field>();
  for (const gate of spec.child('schedulingGates').items()) {
    const name = gate.child('name').named(gate.path);
    const first = seen.get(name.text);
    if (name.text === '') problems.required(name, 'Every gate has a name.');
    else problems.check(name, qualifiedName(name.text));
    if (first && name.text !== '') problems.duplicate(name, first);
    seen.set(name.text, name);
  }
}

/** A user namespace of its own does not go with namespaces of the node (validateHostUsers). */
function validateHostUsers({ problems, has }: Context, spec: Field): void {
  if (!has('hostUsers') || spec.child('hostUsers').flag !== false) return;
  const shared = { hostNetwork: 'hostNetwork', hostPID: 'HostPID', hostIPC: 'HostIPC' };
  for (const [name, named] of Object.entries(shared)) {
    const field = spec.child(name).under(spec, named);
    if (field.flag === true) problems.forbidden(field, 'hostUsers: false does not go with namespaces of the node.');
  }
  if (!has('blockVolumesWithHostUsers')) return;
  for (const { field } of containersOfSpec(spec)) {
    const devices = field.child('volumeDevices');
    if (devices.size > 0) problems.forbidden(devices, 'hostUsers: false does not go with block devices.');
  }
}

function validateHostname({ problems, has }: Context, spec: Field): void {
  const override = spec.child('hostnameOverride');
  if (!has('hostnameOverride') || !override.isSet) return;
  for (const name of ['setHostnameAsFQDN', 'hostNetwork']) {
    if (spec.child(name).flag === true) problems.forbidden(override, `It does not go with ${name}: true.`);
  }
  if (override.text.length > 64)
    problems.invalid(override, { says: 'is too long', allowed: 'At most 64 characters are allowed.' });
  else problems.check(override, dnsSubdomain(override.text));
}

const formats: Readonly<Record<string, Format>> = {
  serviceAccountName: dnsSubdomain,
  nodeName: dnsSubdomain,
  hostname: dnsLabel,
  subdomain: dnsLabel,
  priorityClassName: dnsSubdomain,
};

function validateNames({ problems }: Context, spec: Field): void {
  for (const [name, format] of Object.entries(formats)) {
    const field = spec.child(name);
    const older = name === 'serviceAccountName' ? spec.child('serviceAccount').named(field.path) : field;
    const given = field.text === '' ? older : field;
    if (given.text !== '') problems.check(given, format(given.text));
  }
  const runtimeClass = spec.child('runtimeClassName');
  if (runtimeClass.isSet) problems.check(runtimeClass, dnsSubdomain(runtimeClass.text));
}
