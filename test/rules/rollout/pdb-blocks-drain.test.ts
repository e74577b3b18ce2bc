import { pdbBlocksDrain } from '../../../src/rules/rollout/pdb-blocks-drain.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const path = 'spec.replicas';
const budget = (spec: string, name = 'web', app = 'web'): string =>
  `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${name}}\nspec: {selector: {matchLabels: {app: ${app}}}, ${spec}}\n`;
const replicas = (count: number, kind = 'Deployment'): string => manifest(kind, { spec: `replicas: ${count}` });

testLint(pdbBlocksDrain, {
  fires: [
    {
      name: 'as many as there are',
      yaml: replicas(2) + budget('minAvailable: 2'),
      expect: [
        {
          path,
          severity: 'warning',
          stage: 'rollout',
          detail: 'minAvailable',
          says: ['minAvailable is 2, and there are 2 pods', 'maxUnavailable: 1'],
        },
      ],
    },
    {
      name: 'one replica',
      yaml: manifest('Deployment') + budget('minAvailable: 1'),
      expect: [{ path, says: ['there is 1 pod', 'Run 2 replicas'] }],
    },
    {
      name: 'all of them',
      yaml: replicas(3) + budget('minAvailable: 100%'),
      expect: [{ path, says: ['100% of 3, rounded up to 3'] }],
    },
    { name: 'a share that is rounded up', yaml: replicas(2) + budget('minAvailable: 51%'), expect: [{ path }] },
    {
      name: 'none may be missing',
      yaml: replicas(3, 'StatefulSet') + budget('maxUnavailable: 0'),
      expect: [{ path, detail: 'maxUnavailable' }],
    },
    { name: 'none by share', yaml: replicas(3) + budget('maxUnavailable: 0%'), expect: [{ path }] },
    {
      name: 'two budgets',
      yaml: replicas(3) + budget('minAvailable: 1') + budget('minAvailable: 1', 'web-2'),
      expect: [{ path, detail: 'several', says: ['web and web-2'] }],
    },
  ],
  silent: [
    { name: 'one may go', yaml: replicas(3) + budget('minAvailable: 2') },
    { name: 'half of two', yaml: replicas(2) + budget('minAvailable: 50%') },
    { name: 'a small share is rounded up to one', yaml: replicas(3) + budget('maxUnavailable: 1%') },
    { name: 'pods of somebody else', yaml: replicas(1) + budget('minAvailable: 1', 'web', 'other') },
    { name: 'no pods', yaml: replicas(0) + budget('minAvailable: 0') },
    { name: 'drains leave a DaemonSet alone', yaml: manifest('DaemonSet') + budget('maxUnavailable: 0') },
    {
      name: 'another workload counts as well',
      yaml: replicas(1) + budget('minAvailable: 1') + '---\n' + replicas(1).replace('name: web', 'name: web-canary'),
    },
    {
      name: 'an autoscaler keeps more',
      yaml:
        manifest('Deployment') +
        budget('minAvailable: 1') +
        '---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 4}\n',
    },
  ],
});
