import { runtimeClassMissing } from '../../../src/rules/owner/runtime-class-missing.ts';
import { refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

testRule(runtimeClassMissing, {
  fires: [
    {
      name: 'a Deployment',
      target: 'deploy/web',
      objects: refusedDeployment('pod rejected: RuntimeClass "gvisor" not found'),
      expect: [
        {
          says: ['gvisor'],
          command: 'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"runtimeClassName":null}}}}',
        },
      ],
    },
    { name: 'recorded', recording: 'function-host', expect: [{ says: ['kata-clh'] }] },
  ],
  silent: [
    {
      name: 'another class',
      target: 'deploy/web',
      objects: refusedDeployment('no PriorityClass with name gold was found'),
    },
  ],
});
