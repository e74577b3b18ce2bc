import { servicePortMismatch } from '../../../src/rules/readiness/service-port-mismatch.ts';
import { aDeployment, anObject, testForesight } from '../../support/foresight-tester.ts';

const serving = aDeployment('', 'ports:\n  - name: http\n    containerPort: 80');
const service = (targetPort: string, more = ''): string =>
  anObject('Service', 'web', `spec:\n  selector: {app: web}\n${more}  ports: [{port: 80, targetPort: ${targetPort}}]`);
const path = 'spec.template.spec.containers[0].ports';

testForesight(servicePortMismatch, {
  fires: [
    {
      name: 'a name that no container has',
      yaml: serving + service('web'),
      expect: [{ path, severity: 'error', stage: 'running', says: ['the port named web', 'http 80'] }],
    },
    { name: 'a number that nobody speaks of', yaml: serving + service('8080'), expect: [{ path, says: ['8080'] }] },
  ],
  silent: [
    { name: 'the name', yaml: serving + service('http') },
    { name: 'the number', yaml: serving + service('80') },
    {
      name: 'an argument speaks of the number',
      yaml: serving.replace('          ports:', '          args: [--port=8080]\n          ports:') + service('8080'),
    },
    { name: 'nothing is declared, so nothing is known', yaml: aDeployment('') + service('8080') },
    {
      name: 'another workload of the Service has the port',
      yaml: `${serving}${service('admin')}---\n${serving.replace('name: web', 'name: admin').replace('name: http', 'name: admin')}`,
    },
    { name: 'a headless Service sends nothing anywhere', yaml: serving + service('8080', '  clusterIP: None\n') },
  ],
});
