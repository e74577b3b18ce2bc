import { barePod } from '../../../src/rules/rollout/bare-pod.ts';
import { aPod } from '../../support/builders.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';
import { testRule } from '../../support/rule-tester.ts';

testLint(barePod, {
  fires: [
    {
      name: 'a pod that stays',
      yaml: manifest('Pod'),
      expect: [{ path: 'metadata.name', severity: 'advice', says: ['Deployment'] }],
    },
    {
      name: 'a pod that runs once',
      yaml: manifest('Pod', { pod: 'restartPolicy: Never' }),
      expect: [{ path: 'metadata.name', says: ['from a Job'], saysNot: ['Deployment'] }],
    },
  ],
  silent: [
    { name: 'a Deployment', yaml: manifest('Deployment') },
    { name: 'a test of a chart', yaml: manifest('Pod', { metadata: 'annotations: {helm.sh/hook: test}' }) },
    { name: 'a static pod', yaml: manifest('Pod', { metadata: 'annotations: {kubernetes.io/config.source: file}' }) },
    {
      name: 'an owner is stated',
      yaml: manifest('Pod', { metadata: 'ownerReferences: [{kind: Workflow, name: w, uid: u}]' }),
    },
  ],
});

testRule(barePod, {
  fires: [{ name: 'alive', objects: [aPod()], expect: [{ severity: 'advice', says: ['web-1'] }] }],
  silent: [{ name: 'alive and owned', objects: [aPod({ owner: { kind: 'ReplicaSet', name: 'web-abc' } })] }],
});
