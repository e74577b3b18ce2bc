import { cronJobWith, jobWith, testValidation } from '../../support/validation.ts';

const onExit = (fields: Record<string, unknown>, spec: Record<string, unknown> = {}) =>
  jobWith({
    podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1], ...fields } }] },
    ...spec,
  });
const onCondition = (fields: Record<string, unknown>) =>
  jobWith({
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True', ...fields }] }],
    },
  });
const indexed = { completionMode: 'Indexed', completions: 3 };

testValidation('Jobs', 'spec.', [
  [
    'a Job',
    jobWith({ completions: 3, parallelism: 0, backoffLimit: 0, ttlSecondsAfterFinished: 0, suspend: true }),
    [],
  ],
  [
    'no template',
    jobWith({ template: undefined }),
    ['missing-field template.spec.containers', 'restart-policy-invalid template.spec.restartPolicy'],
  ],
  [
    'numbers below 0',
    jobWith({
      parallelism: -1,
      completions: -1,
      backoffLimit: -1,
      activeDeadlineSeconds: -1,
      ttlSecondsAfterFinished: -1,
    }),
    [
      'invalid-value parallelism',
      'invalid-value completions',
      'invalid-value activeDeadlineSeconds',
      'invalid-value backoffLimit',
      'invalid-value ttlSecondsAfterFinished',
    ],
  ],
  ['a mode that does not exist', jobWith({ completionMode: 'Sorted' }), ['invalid-value completionMode']],
  ['an indexed Job', jobWith(indexed), []],
  ['an indexed Job without an end', jobWith({ completionMode: 'Indexed' }), []],
  ['a selector of its own', jobWith({ selector: { matchLabels: { a: 'b' } } }), ['invalid-value selector']],
  ['retries per index', jobWith({ ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 2 }), []],
  ['retries per index without indexes', jobWith({ backoffLimitPerIndex: 1 }), ['invalid-value backoffLimitPerIndex']],
  [
    'failed indexes without retries per index',
    jobWith({ ...indexed, maxFailedIndexes: 1 }),
    ['missing-field backoffLimitPerIndex'],
  ],
  [
    'more failed indexes than indexes',
    jobWith({ ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 4 }),
    ['invalid-value maxFailedIndexes'],
  ],
  ['a manager', jobWith({ managedBy: 'example.com/mine' }), []],
  ['a manager without a domain', jobWith({ managedBy: 'mine' }), ['invalid-value managedBy']],
  ['a replacement', jobWith({ podReplacementPolicy: 'Failed' }), []],
  [
    'a replacement that does not exist',
    jobWith({ podReplacementPolicy: 'Never' }),
    ['invalid-value podReplacementPolicy'],
  ],
  [
    'a replacement of pods that still run, which a failure policy does not allow',
    jobWith({ podReplacementPolicy: 'TerminatingOrFailed', podFailurePolicy: { rules: [] } }),
    ['invalid-value podReplacementPolicy'],
  ],
  ['an empty manager', jobWith({ managedBy: '' }), ['missing-field managedBy']],
  ['a manager without a path', jobWith({ managedBy: 'example.com/' }), ['invalid-value managedBy']],
  ['a manager in a domain that is none', jobWith({ managedBy: 'A_b/c' }), ['invalid-value managedBy']],
  ['a manager with a path that is none', jobWith({ managedBy: 'example.com/a b' }), ['invalid-value managedBy']],
  ['a manager of 63 characters', jobWith({ managedBy: `example.com/${'a'.repeat(51)}` }), []],
  ['a manager of 64', jobWith({ managedBy: `example.com/${'a'.repeat(52)}` }), ['invalid-value managedBy']],
  ['an indexed Job with many at once', jobWith({ ...indexed, parallelism: 100_001 }), ['invalid-value parallelism']],
  [
    'very many indexes',
    jobWith({
      completionMode: 'Indexed',
      completions: 100_001,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 10_000,
      parallelism: 10_000,
    }),
    [],
  ],
  [
    'indexes without a number of them',
    jobWith({ completionMode: 'Indexed', parallelism: 2, maxFailedIndexes: 1, backoffLimitPerIndex: 1 }),
    ['missing-field completions'],
  ],
  [
    'too much for very many indexes',
    jobWith({
      completionMode: 'Indexed',
      completions: 100_001,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 10_001,
      parallelism: 10_001,
    }),
    ['invalid-value parallelism', 'invalid-value maxFailedIndexes'],
  ],
  [
    'very many indexes without a bound of those that fail',
    jobWith({ completionMode: 'Indexed', completions: 100_001, backoffLimitPerIndex: 1 }),
    ['missing-field maxFailedIndexes'],
  ],
]);

const labelled = (labels: Record<string, string>, spec: Record<string, unknown> = {}) => {
  const template = {
    metadata: { labels },
    spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'a' }] },
  };
  return jobWith({ template, ...spec });
};
const named = (name: string, spec: Record<string, unknown> = {}) => ({ ...jobWith(spec), metadata: { name } });

testValidation('names, labels and selectors of Jobs', '', [
  ['labels', labelled({ a: 'b', 'job-name': 'work', 'batch.kubernetes.io/job-name': 'work' }), []],
  [
    "the name of another Job and another one's uid",
    labelled({ 'job-name': 'other', 'controller-uid': 'a' }),
    [
      'invalid-value spec.template.metadata.labels[job-name]',
      'invalid-value spec.template.metadata.labels[controller-uid]',
    ],
  ],
  ['a selector by hand', labelled({ a: 'b' }, { manualSelector: true, selector: { matchLabels: { a: 'b' } } }), []],
  [
    'a selector by hand that selects others',
    labelled({ a: 'c' }, { manualSelector: true, selector: { matchLabels: { a: 'b' } } }),
    ['selector-mismatch spec.template.metadata.labels'],
  ],
  [
    'a selector by hand that is none',
    labelled({ a: 'c' }, { manualSelector: true, selector: { matchLabels: { 'a b': 'b' } } }),
    ['invalid-value spec.selector.matchLabels'],
  ],
  ['no selector by hand', labelled({ a: 'b' }, { manualSelector: true }), ['missing-field spec.selector']],
  [
    'a selector that is none',
    jobWith({ selector: { matchLabels: { 'a b': 'c' } } }),
    ['invalid-value spec.selector.matchLabels'],
  ],
  ['a name of 63 characters', named('a'.repeat(63)), []],
  ['a name of 64, which becomes a label', named('a'.repeat(64)), ['invalid-value spec.template.labels']],
  ['an indexed Job whose pods have a name', named('a'.repeat(61), indexed), []],
  ['one whose pods would have none', named('a'.repeat(62), indexed), ['invalid-value metadata.name']],
  ['one with a dot', named('a.b', indexed), ['invalid-value metadata.name']],
]);

testValidation('failure policies', 'spec.podFailurePolicy', [
  ['exit codes', onExit({}), []],
  [
    'a container that is not there',
    onExit({ containerName: 'b' }),
    ['invalid-value .rules[0].onExitCodes.containerName'],
  ],
  ['0 is no failure', onExit({ values: [0] }), ['invalid-value .rules[0].onExitCodes.values[0]']],
  ['codes in disorder', onExit({ values: [2, 1] }), ['invalid-value .rules[0].onExitCodes.values']],
  ['a code twice', onExit({ values: [1, 1] }), ['duplicate-name .rules[0].onExitCodes.values[1]']],
  ['an operator that does not exist', onExit({ operator: 'Is' }), ['invalid-value .rules[0].onExitCodes.operator']],
  ['a condition', onCondition({}), []],
  [
    'a state that does not exist',
    onCondition({ status: 'Yes' }),
    ['invalid-value .rules[0].onPodConditions[0].status'],
  ],
  ['no codes', onExit({ values: [] }), ['missing-field .rules[0].onExitCodes.values']],
  [
    'an action that does not exist',
    jobWith({ podFailurePolicy: { rules: [{ action: 'Fail', onExitCodes: { operator: 'NotIn', values: [0] } }] } }),
    ['invalid-value .rules[0].action'],
  ],
  [
    'the failure of an index without retries per index',
    jobWith({ podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }] } }),
    ['invalid-value .rules[0].action'],
  ],
  ['a condition without a type', onCondition({ type: '' }), ['missing-field .rules[0].onPodConditions[0].type']],
  ['a condition that is none', onCondition({ type: 'a b' }), ['invalid-value .rules[0].onPodConditions[0].type']],
  [
    'codes and conditions',
    jobWith({
      podFailurePolicy: {
        rules: [
          {
            action: 'Ignore',
            onExitCodes: { operator: 'In', values: [1] },
            onPodConditions: [{ type: 'A', status: 'True' }],
          },
        ],
      },
    }),
    ['invalid-value .rules[0]'],
  ],
  ['neither', jobWith({ podFailurePolicy: { rules: [{ action: 'Ignore' }] } }), ['invalid-value .rules[0]']],
]);

const success = (...rules: readonly unknown[]) => jobWith({ ...indexed, successPolicy: { rules } });

testValidation('success policies', 'spec.successPolicy', [
  ['indexes', success({ succeededIndexes: '0,2' }), []],
  ['a number of them', success({ succeededIndexes: '0-2', succeededCount: 2 }), []],
  ['indexes that are not there', success({ succeededIndexes: '0-3' }), ['invalid-value .rules[0].succeededIndexes']],
  ['indexes in disorder', success({ succeededIndexes: '2,0' }), ['invalid-value .rules[0].succeededIndexes']],
  [
    'more than there are',
    success({ succeededIndexes: '0-1', succeededCount: 3 }),
    ['invalid-value .rules[0].succeededCount'],
  ],
  ['no index', success({ succeededIndexes: '' }), []],
  ['one index', success({ succeededIndexes: '2', succeededCount: 1 }), []],
  ['no indexes at all, but a number', success({ succeededCount: 3 }), []],
  ['a number below 0', success({ succeededCount: -1 }), ['invalid-value .rules[0].succeededCount']],
  ...['2-1', '1-1', '0,0', '0,', 'a', '1-', '0-1-2'].map(
    (succeededIndexes) =>
      [succeededIndexes, success({ succeededIndexes }), ['invalid-value .rules[0].succeededIndexes']] as const,
  ),
  [
    'more than 64 KiB of indexes',
    jobWith({
      completionMode: 'Indexed',
      completions: 20_000,
      successPolicy: { rules: [{ succeededIndexes: Array.from({ length: 13_000 }, (_, index) => index).join(',') }] },
    }),
    ['invalid-value .rules[0].succeededIndexes'],
  ],
  [
    'indexes of a Job that has one',
    jobWith({ completionMode: 'Indexed', successPolicy: { rules: [{ succeededIndexes: '9' }] } }),
    ['invalid-value .rules[0].succeededIndexes'],
  ],
  ['no rules', success(), ['missing-field .rules']],
  ['nothing in a rule', success({}), ['invalid-value .rules[0]']],
  [
    'without indexes',
    jobWith({ completions: 3, successPolicy: { rules: [{ succeededCount: 1 }] } }),
    ['invalid-value '],
  ],
]);

const when = (schedule: unknown) => cronJobWith({ schedule });

testValidation('schedules', 'spec.', [
  ...[
    '* * * * *',
    '*/5 1-4,6 L? * *'.replace('L?', '?'),
    '0 0 1 JAN sun',
    '@daily',
    '@every 1h30m',
    '0-59/2 */3 1,15 1-12 0-6',
    '5/15 +1 ?/2 * fri',
    ',1, 2 * * *',
    '*-1-2 * * * *',
    '@every 0',
  ].map((text) => [text, when(text), []] as const),
  ...[
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '* * * *',
    '* * * * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '@reboot',
    '@every x',
    '@every',
    '1-2-3 * * * *',
    '1/2/3 * * * *',
    '*/x * * * *',
    '* * * foo *',
    '* * * * mon-sun',
    '* * L * *',
  ].map((text) => [text, when(text), ['invalid-value schedule']] as const),
  ['none', when(undefined), ['missing-field schedule']],
  ['a zone in it', when('TZ=Europe/Berlin 0 3 * * *'), ['invalid-value schedule']],
  ['a zone', cronJobWith({ timeZone: 'Europe/Berlin' }), []],
  ['a zone without an area', cronJobWith({ timeZone: 'UTC' }), []],
  ['an area', cronJobWith({ timeZone: 'Europe' }), ['invalid-value timeZone']],
  ['an area and nothing in it', cronJobWith({ timeZone: 'Europe/' }), ['invalid-value timeZone']],
  [
    'an area that is only a word of the language',
    cronJobWith({ timeZone: 'constructor/UTC' }),
    ['invalid-value timeZone'],
  ],
  ['a zone that does not exist', cronJobWith({ timeZone: 'Europe/Nowhere' }), ['invalid-value timeZone']],
  ['the zone of the machine', cronJobWith({ timeZone: 'Local' }), ['invalid-value timeZone']],
]);

testValidation('CronJobs', '', [
  [
    'a CronJob',
    cronJobWith({ concurrencyPolicy: 'Replace', startingDeadlineSeconds: 0, successfulJobsHistoryLimit: 0 }),
    [],
  ],
  ['52 characters', cronJobWith({}, { name: 'a'.repeat(52) }), []],
  ['53 characters', cronJobWith({}, { name: 'a'.repeat(53) }), ['invalid-value metadata.name']],
  [
    'a policy that does not exist',
    cronJobWith({ concurrencyPolicy: 'Skip' }),
    ['invalid-value spec.concurrencyPolicy'],
  ],
  [
    'numbers below 0',
    cronJobWith({ startingDeadlineSeconds: -1, failedJobsHistoryLimit: -1 }),
    ['invalid-value spec.startingDeadlineSeconds', 'invalid-value spec.failedJobsHistoryLimit'],
  ],
  [
    'no Job',
    cronJobWith({ jobTemplate: undefined }),
    [
      'missing-field spec.jobTemplate.spec.template.spec.containers',
      'restart-policy-invalid spec.jobTemplate.spec.template.spec.restartPolicy',
    ],
  ],
]);
