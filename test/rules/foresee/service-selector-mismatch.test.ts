import { serviceSelectorMismatch } from '../../../src/rules/readiness/service-selector-mismatch.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const service = (name: string, selector: string): string =>
  anObject('Service', name, `spec:\n  selector: ${selector}\n  ports: [{port: 80}]`);
const other = (app: string): string =>
  aDeployment('', '', { labels: `app: ${app}` }).replace('name: web', 'name: other');

testForesight(serviceSelectorMismatch, {
  fires: [
    {
      name: 'a selector that is misspelt',
      yaml:
        aDeployment('', '', { labels: 'app: coupon\ntier: front' }) + service('front', '{app: coupons, tier: front}'),
      expect: [
        {
          path: 'spec.template.metadata.labels',
          severity: 'error',
          stage: 'running',
          says: ['coupons', 'coupon', 'no endpoints'],
        },
      ],
    },
    {
      name: 'a Service of the same name',
      yaml: aDeployment('') + service('web', '{run: frontend}'),
      expect: [{ path: 'spec.template.metadata.labels', says: ['By its name', 'run=frontend'] }],
    },
  ],
  silent: [
    { name: 'a Service selects it', yaml: aDeployment('') + service('web', '{app: web}') },
    {
      name: 'the Service is for another workload',
      yaml: `${aDeployment('')}${service('web', '{app: other}')}---\n${other('other')}`,
    },
    { name: 'no Service is near', yaml: aDeployment('') + service('database', '{app: postgres}') },
    {
      name: 'the difference is a role',
      yaml: aDeployment('', '', { labels: 'app: web\nrole: replica' }) + service('web-rw', '{app: web, role: primary}'),
    },
    {
      name: 'another namespace',
      yaml: aDeployment('') + service('web', '{run: frontend}').replace('namespace: shop', 'namespace: other'),
    },
    { name: 'no Services at all', yaml: aDeployment('') },
  ],
});
