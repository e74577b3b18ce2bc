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
    '* * L * *',
  ].map((text) => [text, when(text), ['invalid-value schedule']] as const),
  ['none', when(undefined), ['missing-field schedule']],
  ['a zone in it', when('TZ=Europe/Berlin 0 3 * * *'), ['invalid-value schedule']],
  ['a zone', cronJobWith({ timeZone: 'Europe/Berlin' }), []],
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
