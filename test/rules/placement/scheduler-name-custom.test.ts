import { schedulerNameCustom } from '../../../src/rules/placement/scheduler-name-custom.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const yaml = manifest('Job', { pod: 'schedulerName: volcano\nrestartPolicy: Never' });

function beside(kind: string, name: string, more = ''): string {
  return `---\napiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: elsewhere}\n${more}\n`;
}

testLint(schedulerNameCustom, {
  fires: [
    {
      name: 'a name of its own',
      yaml,
      expect: [
        { path: 'spec.template.spec.schedulerName', severity: 'advice', says: ['volcano', 'without a single event'] },
      ],
    },
    {
      name: 'another scheduler is installed',
      yaml: yaml + beside('Deployment', 'yunikorn'),
      expect: [{ path: 'spec.template.spec.schedulerName' }],
    },
  ],
  silent: [
    { name: 'the default', yaml: manifest('Deployment', { pod: 'schedulerName: default-scheduler' }) },
    { name: 'none', yaml: manifest('Deployment') },
    { name: 'it is installed by the same input', yaml: yaml + beside('Deployment', 'volcano-scheduler') },
    {
      name: 'a profile of that name is configured',
      yaml: yaml + beside('ConfigMap', 'config', 'data: {config.yaml: "profiles:\\n- schedulerName: volcano\\n"}'),
    },
    { name: 'no scheduler is asked', yaml: manifest('Pod', { pod: 'schedulerName: volcano\nnodeName: node-a' }) },
  ],
});
