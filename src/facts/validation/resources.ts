import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { dnsLabel, qualifiedName, type Fault } from './names.ts';
import type { Problems } from './problems.ts';
import { isExtended, isHugePages, isNative, mayOvercommit, milliOf, quantityFault } from './resource-names.ts';

/** Says why a name is not that of a resource; undefined for a good one. */
export type NameCheck = (name: string) => Fault | undefined;

/** requests, limits and claims (validateResourceRequirements); `names` says which resources there may be. */
export function validateRequirements(
  outer: Problems,
  resources: Field,
  names: NameCheck,
  claims: ReadonlySet<string> | undefined,
): void {
  const problems = outer.within('resources-invalid');
  const [limits, requests] = [resources.child('limits'), resources.child('requests')];
  validateAmounts(problems, limits, names);
  validateAmounts(problems, requests, names, limits);
  for (const [name, request] of requests.entries()) compareWithLimit(problems, name, request, requests, limits);
  requireCpuOrMemory(
    problems,
    resources,
    [...requests.entries(), ...limits.entries()].map(([name]) => name),
  );
  if (claims) validateClaims(problems, resources.child('claims'), claims);
}

/** Names and amounts of a list; what `before` says just so is not said again (defaulted requests are the limits). */
function validateAmounts(problems: Problems, list: Field, names: NameCheck, before?: Field): void {
  for (const [name, amount] of list.entries()) {
    if (before?.entries().some(([key, { value }]) => key === name && value === amount.value)) continue;
    const fault = names(name);
    if (fault) problems.say(amount, `the resource ${JSON.stringify(name)} ${fault.says}`, fault.allowed);
    problems.check(amount, quantityFault(name, amount.value));
  }
}

/** ValidateContainerResourceRequirements. */
export function validateContainerResources(
  { problems, has }: Context,
  resources: Field,
  claims: ReadonlySet<string>,
): void {
  validateRequirements(problems, resources, containerResource, has('resourceClaims') ? claims : undefined);
}

/** Overhead of the pod's sandbox is checked as if it were limits. */
export function validateOverhead(list: Problems, overhead: Field): void {
  const problems = list.within('resources-invalid');
  validateAmounts(problems, overhead.under(overhead, 'limits'), containerResource);
  requireCpuOrMemory(problems, overhead, Object.keys(overhead.labels));
}

const standard = ['cpu', 'memory', 'ephemeral-storage'];

function containerResource(name: string): Fault | undefined {
  const fault = qualifiedName(name);
  if (fault) return fault;
  if (!name.includes('/')) {
    if (standard.includes(name) || isHugePages(name)) return undefined;
    const allowed = `Without a domain there are ${standard.join(', ')} and hugepages-SIZE; others are written example.com/name.`;
    return { says: 'is not one that containers have', allowed };
  }
  if (isNative(name) || isExtended(name)) return undefined;
  return { says: 'is not the name of an extended resource', allowed: 'requests. at the beginning is kept for quotas.' };
}

function compareWithLimit(problems: Problems, name: string, request: Field, requests: Field, limits: Field): void {
  const limit = limits.entries().find(([key]) => key === name)?.[1];
  if (!limit) {
    if (mayOvercommit(name)) return;
    const why = `A container gets exactly as much ${name} as its limit, so the limit must be given; it must equal the request.`;
    problems.say(request.named(limits.path), `${name} is asked for without a limit`, why);
    return;
  }
  const [asked, most] = [milliOf(request.value), milliOf(limit.value)];
  if (asked === undefined || most === undefined) return;
  const at = request.named(requests.path);
  const [little, much] = [`${name} (${String(request.value)})`, `its limit (${String(limit.value)})`];
  if (asked !== most && !mayOvercommit(name)) {
    const why = `A container gets exactly as much ${name} as its limit, so the request must equal it, or be left out.`;
    problems.say(at, `the request for ${little} differs from ${much}`, why);
  } else if (asked > most) {
    const why =
      'A container never gets more than its limit, so it may not ask for more: lower the request or raise the limit.';
    problems.say(at, `the request for ${little} exceeds ${much}`, why);
  }
}

function requireCpuOrMemory(problems: Problems, resources: Field, names: readonly string[]): void {
  if (!names.some(isHugePages) || names.includes('cpu') || names.includes('memory')) return;
  problems.say(
    resources,
    'huge pages without cpu or memory',
    'Huge pages need a request or limit of cpu or memory beside them.',
  );
}

function validateClaims(problems: Problems, claims: Field, declared: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const claim of claims.items()) {
    const [name, request] = [claim.child('name').text, claim.child('request')];
    if (name === '') {
      problems.required(claim.child('name').named(claim.path), 'It names an entry of spec.resourceClaims.');
    } else {
      const key = request.text === '' ? name : `${name}/${request.text}`;
      if (request.text !== '' && !seen.has(name)) problems.check(request, dnsLabel(request.text));
      const overlaps = request.text === '' && [...seen].some((other) => other.startsWith(`${name}/`));
      if (seen.has(name) || seen.has(key) || overlaps) problems.duplicate(claim.child('name').named(claim.path));
      seen.add(key);
    }
    if (declared.has(name)) continue;
    const there = declared.size === 0 ? 'There are none.' : `There are ${[...declared].join(', ')}.`;
    const title = `${name === '' ? 'the claim' : `claim ${name}`} is not in spec.resourceClaims`;
    problems.say(claim, title, `A container can use the claims of its pod only. ${there}`);
  }
}
