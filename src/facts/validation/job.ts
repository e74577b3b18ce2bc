import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateFailurePolicy, validateReplacement, validateSuccessPolicy } from './job-policies.ts';
import { effectiveName, nameField, validateObjectMeta } from './meta.ts';
import { dnsLabel, dnsSubdomain, longestLabel } from './names.ts';
import { validatePodTemplate } from './pod.ts';
import type { Problems } from './problems.ts';
import { isEmptySelector, validateLabelSelector, validateSelectorMatch } from './selectors.ts';

/** ValidateJob. */
export function validateJob(context: Context, object: Field): void {
  const { problems } = context;
  const [metadata, spec] = [object.child('metadata'), object.child('spec')];
  validateObjectMeta(problems, metadata, dnsSubdomain);
  validateJobSpec(context, spec);
  const name = effectiveName(metadata);
  if (spec.child('manualSelector').flag === true) validateManualSelector(problems, spec);
  else validateGeneratedSelector(problems, metadata, spec, name);
  validatePodNames(problems, metadata, spec, name);
}

function validateManualSelector(problems: Problems, spec: Field): void {
  const selector = spec.child('selector');
  if (!selector.isSet) return problems.required(selector, 'manualSelector: true says that it is given.');
  const before = problems.list.length;
  validateLabelSelector(problems, selector);
  if (problems.list.length === before) validateSelectorMatch(problems, selector, spec.child('template'));
}

const generatedLabels = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];

/** The selector is made from the Job's uid, and labels are added to the template; neither may be given by hand (validateGeneratedSelector). */
function validateGeneratedSelector(problems: Problems, metadata: Field, spec: Field, name: string): void {
  const selector = spec.child('selector');
  const labels = spec.at('template', 'metadata', 'labels');
  for (const [key, value] of labels.entries()) {
    if (!generatedLabels.includes(key) || (key.endsWith('job-name') && value.text === name)) continue;
    const explanation = `Kubernetes gives the pods of a Job the label ${key}${key.endsWith('job-name') ? `=${name}` : ' with its uid'}.`;
    problems.say(value, `the label ${key} is not yours to set`, `${explanation} Leave it out.`);
  }
  if (name.length > longestLabel && labels.labels['job-name'] === undefined) {
    const title = `name ${JSON.stringify(name)} is too long for a Job`;
    const at = nameField(metadata).named(`${spec.path}.template.labels`);
    problems.say(
      at,
      title,
      `It becomes a label of the pods, so it may have ${longestLabel} characters; it has ${name.length}.`,
    );
  }
  const before = problems.list.length;
  validateLabelSelector(problems, selector);
  if (isEmptySelector(selector) || problems.list.length > before) return;
  const explanation =
    'Kubernetes selects the pods of a Job by its uid. Leave selector out, or set manualSelector: true.';
  problems.say(selector, 'a Job has no selector of its own', explanation);
}

/** Pods of an Indexed Job are named by their index, and the name is their host name. */
function validatePodNames(problems: Problems, metadata: Field, spec: Field, name: string): void {
  const completions = spec.child('completions').number ?? 0;
  if (spec.child('completionMode').text !== 'Indexed' || completions <= 0 || name === '') return;
  const last = `${name}-${completions - 1}`;
  const fault = dnsLabel(last);
  if (!fault || dnsSubdomain(name)) return;
  const title = `its pods could not be named: ${last} ${fault.says}`;
  problems.say(nameField(metadata), title, `The host name of a pod is the Job's name and its index. ${fault.allowed}`);
}

const numbers = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];
const longestManagedBy = 63;

/** What holds for a Job and for that of a CronJob (validateJobSpec). */
export function validateJobSpec(context: Context, spec: Field): void {
  const { problems, has } = context;
  for (const number of numbers) problems.negative(spec.child(number));
  const [perIndex, mostFailed] = [spec.child('backoffLimitPerIndex'), spec.child('maxFailedIndexes')];
  if (mostFailed.isSet && !perIndex.isSet) {
    problems.required(perIndex, 'maxFailedIndexes counts indexes that failed for good, so each must have a limit.');
  }
  const manager = spec.child('managedBy');
  if (has('jobManagedBy') && manager.isSet) validateManagedBy(problems, manager);
  const mode = spec.child('completionMode');
  problems.oneOf(mode, ['NonIndexed', 'Indexed']);
  if (mode.text === 'Indexed') validateIndexed(problems, spec);
  else if (!mode.isSet || mode.text === 'NonIndexed') {
    for (const field of [perIndex, mostFailed]) if (field.isSet) needsIndexed(problems, field);
  }
  validateFailurePolicy(problems, spec);
  if (spec.child('successPolicy').isSet) {
    if (mode.text === 'Indexed') validateSuccessPolicy(problems, spec);
    else needsIndexed(problems, spec.child('successPolicy'));
  }
  validateReplacement(problems, spec);
  validatePodTemplate(context, spec.child('template'));
  validateRestartPolicy(problems, spec);
}

function needsIndexed(problems: Problems, field: Field): void {
  problems.say(
    field,
    `${field.label} needs completionMode: Indexed`,
    'It is about indexes, which only an Indexed Job has.',
  );
}

/** IsDomainPrefixedPath. */
function validateManagedBy(problems: Problems, manager: Field): void {
  const [, domain = '', path = ''] = /^([^/]*)\/(.*)$/s.exec(manager.text) ?? [];
  const allowed = 'It is a domain and a path, such as example.com/controller.';
  if (manager.text === '') problems.required(manager, allowed);
  else if (domain === '' || path === '') problems.invalid(manager, { says: 'is no domain with a path', allowed });
  else if (dnsSubdomain(domain)) problems.invalid(manager, { says: "has no DNS name before the '/'", allowed });
  else if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path))
    problems.invalid(manager, { says: 'has no valid path', allowed });
  if (manager.text.length > longestManagedBy) {
    problems.invalid(manager, { says: 'is too long', allowed: `At most ${longestManagedBy} characters are allowed.` });
  }
}

const limits = {
  parallelism: 100_000,
  failed: 100_000,
  completionsBefore: 100_000,
  parallelismBeyond: 10_000,
  failedBeyond: 10_000,
};

function validateIndexed(problems: Problems, spec: Field): void {
  const [completions, parallelism, failed] = ['completions', 'parallelism', 'maxFailedIndexes'].map((name) =>
    spec.child(name),
  ) as [Field, Field, Field];
  if (!completions.isSet) problems.required(completions, 'An Indexed Job has so many indexes.');
  const many = (completions.number ?? 0) > limits.completionsBefore && spec.child('backoffLimitPerIndex').isSet;
  const because = many
    ? ` for more than ${limits.completionsBefore} completions with backoffLimitPerIndex`
    : ' for an Indexed Job';
  atMost(problems, parallelism, many ? limits.parallelismBeyond : limits.parallelism, because);
  atMost(problems, failed, many ? limits.failedBeyond : limits.failed, because);
  const indexes = completions.number;
  if (indexes !== undefined && (failed.number ?? 0) > indexes) {
    problems.invalid(failed, { says: 'exceeds completions', allowed: `There are ${indexes} indexes.` });
  }
  if (many && !failed.isSet) problems.required(failed, `It must be given${because}.`);
}

function atMost(problems: Problems, field: Field, most: number, because: string): void {
  if ((field.number ?? 0) > most)
    problems.invalid(field, { says: 'is too large', allowed: `At most ${most} is allowed${because}.` });
}

function validateRestartPolicy(list: Problems, spec: Field): void {
  const problems = list.within('restart-policy-invalid');
  const policy = spec.at('template', 'spec', 'restartPolicy');
  if (policy.text === 'Always' || policy.text === '') {
    const why =
      'The pods of a Job run to their end: OnFailure restarts a failed container, Never makes a new pod. Left out it would be Always.';
    problems.say(policy, 'a Job needs restartPolicy OnFailure or Never', why);
  } else if (policy.text === 'OnFailure' && spec.child('podFailurePolicy').isSet) {
    const allowed = 'podFailurePolicy judges pods that have failed, so their containers may not be restarted: Never.';
    problems.invalid(policy, { says: 'does not go with podFailurePolicy', allowed });
  }
}
