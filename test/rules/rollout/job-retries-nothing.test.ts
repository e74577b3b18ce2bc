import { jobRetriesNothing } from '../../../src/rules/rollout/job-retries-nothing.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const container = 'command: [sh, -c, "# the registry is flaky on Mondays\\nfetch-all"]';

testLint(jobRetriesNothing, {
  fires: [
    {
      name: 'a comment in the script',
      yaml: manifest('Job', { spec: 'backoffLimit: 0', container }),
      expect: [{ path: 'spec.backoffLimit', severity: 'advice', says: ['flaky on Mondays'] }],
    },
    {
      name: 'a description',
      yaml: manifest('CronJob', {
        spec: 'backoffLimit: 0',
        metadata: 'annotations: {kubernetes.io/description: "fails sometimes, just rerun it"}',
      }),
      expect: [{ path: 'spec.jobTemplate.spec.backoffLimit' }],
    },
  ],
  silent: [
    { name: 'one retry', yaml: manifest('Job', { spec: 'backoffLimit: 1', container }) },
    {
      name: 'nobody says that it fails',
      yaml: manifest('Job', { spec: 'backoffLimit: 0', container: 'command: [sh, -c, "# once\\nmigrate"]' }),
    },
    {
      name: 'the word is no comment',
      yaml: manifest('Job', { spec: 'backoffLimit: 0', container: 'command: [sh, -c, "run --suite flaky"]' }),
    },
    { name: 'a Deployment', yaml: manifest('Deployment', { container }) },
  ],
});
