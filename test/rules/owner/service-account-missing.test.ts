import { serviceAccountMissing } from '../../../src/rules/owner/service-account-missing.ts';
import { ago, aWorkload, namespace, wholeNamespace } from '../../support/builders.ts';
import { aDeployment, refused, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const target = 'deploy/web';
const cause = 'error looking up service account shop/deployer: serviceaccount "deployer" not found';
const template = { serviceAccountName: 'deployer', containers: [{ name: 'web' }] };
const account = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });

testRule(serviceAccountMissing, {
  fires: [
    {
      name: 'a similar one exists and is offered first',
      target,
      objects: [...refusedDeployment(cause, template), account('deploy'), account('default')],
      expect: [{ says: ['deployer', 'There is deploy.'], command: 'kubectl -n shop create serviceaccount deployer' }],
    },
    {
      name: 'it exists by now',
      target,
      objects: [...refusedDeployment(cause, template), account('deployer')],
      expect: [{ severity: 'warning', says: ['By now the account exists'] }],
    },
    {
      name: 'accounts could not be listed',
      target,
      objects: refusedDeployment(cause, template),
      expect: [{ severity: 'critical' }],
    },
    {
      name: 'no event is left, and the account is not there',
      target: 'sts/db',
      objects: [
        aWorkload('StatefulSet', 'db', { spec: { template: { spec: template } } }),
        ...wholeNamespace(),
        account('deploy'),
      ],
      expect: [{ confidence: 'likely', says: ['StatefulSet/db has no pods', 'deployer', 'There is deploy.'] }],
    },
    { name: 'recorded', recording: 'ci-runners', expect: [{ says: ['ci-deployer', 'ci-deploy'] }] },
  ],
  silent: [
    { name: 'the pods exist', target, objects: [...aDeployment({ existing: 2 }), refused(cause)] },
    {
      name: 'no pods, and the account is there',
      target: 'sts/db',
      objects: [
        aWorkload('StatefulSet', 'db', { spec: { template: { spec: template } } }),
        ...wholeNamespace(),
        account('deployer'),
      ],
    },
    {
      name: 'the pods are still being made',
      target: 'sts/db',
      objects: [
        aWorkload('StatefulSet', 'db', {
          spec: { template: { spec: template } },
          metadata: { creationTimestamp: ago(3) },
        }),
        ...wholeNamespace(),
      ],
    },
  ],
});
