import { priorityClassMissing } from '../../../src/rules/owner/priority-class-missing.ts';
import { aDeployment, testForesight } from '../../support/foresight-tester.ts';

const using = (name: string): string => aDeployment(`priorityClassName: ${name}`);
const priorityClass = (name: string): string =>
  `---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: ${name}}\nvalue: 1\n`;
const path = 'spec.template.spec.priorityClassName';

testForesight(priorityClassMissing, {
  fires: [
    {
      name: 'the cluster has none of that name',
      yaml: using('business-critical'),
      complete: ['PriorityClass'],
      expect: [
        {
          path,
          severity: 'critical',
          stage: 'pods-rejected',
          says: ['no PriorityClass with name business-critical was found'],
        },
      ],
    },
    {
      name: 'misspelt',
      yaml: using('web-hihg') + priorityClass('web-high'),
      expect: [{ path, severity: 'warning', says: ['web-high'] }],
    },
    {
      name: 'a bare pod is refused itself',
      yaml: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  priorityClassName: high\n  containers: [{name: web, image: web}]',
      complete: ['PriorityClass'],
      expect: [{ path: 'spec.priorityClassName', stage: 'rejected' }],
    },
  ],
  silent: [
    { name: 'nobody knows what the cluster has', yaml: using('business-critical') },
    { name: 'those of Kubernetes itself', yaml: using('system-cluster-critical'), complete: ['PriorityClass'] },
    { name: 'it is in the input', yaml: using('high') + priorityClass('high'), complete: ['PriorityClass'] },
    { name: 'none is named', yaml: aDeployment(''), complete: ['PriorityClass'] },
  ],
});
