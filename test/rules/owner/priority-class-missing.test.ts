import { priorityClassMissing } from '../../../src/rules/owner/priority-class-missing.ts';
import { aWorkload } from '../../support/builders.ts';
import { ownerEvent, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

testRule(priorityClassMissing, {
  fires: [
    {
      name: 'a Deployment',
      target: 'deploy/web',
      objects: refusedDeployment('no PriorityClass with name gold was found'),
      expect: [
        {
          says: ['gold'],
          command: 'kubectl -n shop patch deployment/web -p {"spec":{"template":{"spec":{"priorityClassName":null}}}}',
        },
      ],
    },
    {
      name: 'a Job, whose template cannot be changed',
      target: 'job/load',
      objects: [
        aWorkload('Job', 'load'),
        ownerEvent(
          'Job',
          'load',
          'FailedCreate',
          'Error creating: pods "load-" is forbidden: no PriorityClass with name gold was found',
        ),
      ],
      expect: [{ says: ['gold', 'deleted and created again'] }],
    },
    { name: 'recorded', recording: 'stream-gateway', expect: [{ says: ['business-critical'] }] },
  ],
  silent: [
    {
      name: 'another class',
      target: 'deploy/web',
      objects: refusedDeployment('pod rejected: RuntimeClass "gold" not found'),
    },
  ],
});
