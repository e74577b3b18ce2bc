import { removedApi } from '../../../src/rules/document/removed-api.ts';
import { testDocument } from '../../support/document-tester.ts';
import { manifest } from '../../support/manifests.ts';

testDocument(removedApi, {
  fires: [
    {
      name: 'gone, with the same fields elsewhere',
      yaml: manifest('CronJob').replace('batch/v1', 'batch/v1beta1'),
      expect: [
        {
          path: 'apiVersion',
          at: '1:13',
          stage: 'rejected',
          says: ['1.25', 'Use batch/v1.'],
          fix: [{ kind: 'set', path: 'apiVersion', value: 'batch/v1' }],
        },
      ],
    },
    {
      name: 'gone, with other fields elsewhere',
      yaml: 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n',
      expect: [{ says: ['networking.k8s.io/v1'], fix: null }],
    },
    {
      name: 'gone for good',
      yaml: 'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: a}\n',
      expect: [{ says: ['Nothing takes its place'] }],
    },
    {
      name: 'deprecated',
      version: '1.35',
      yaml: 'apiVersion: networking.k8s.io/v1beta1\nkind: ServiceCIDR\nmetadata: {name: a}\n',
      expect: [{ stage: 'advice', says: ['1.37'] }],
    },
    {
      name: 'the wrong group',
      yaml: manifest('Deployment').replace('apps/v1', 'v1'),
      expect: [
        {
          path: 'apiVersion',
          says: ['apps/v1, not in v1'],
          fix: [{ kind: 'set', path: 'apiVersion', value: 'apps/v1' }],
        },
      ],
    },
    {
      name: 'a group without a version',
      yaml: manifest('Deployment').replace('apps/v1', 'apps'),
      expect: [{ path: 'apiVersion' }],
    },
    {
      name: 'a group that nobody can have',
      yaml: manifest('Deployment').replace('apps/v1', 'app/v1'),
      expect: [{ path: 'apiVersion' }],
    },
    {
      name: 'a kind in lower case',
      yaml: manifest('Deployment').replace('kind: Deployment', 'kind: deployment'),
      expect: [{ path: 'kind', fix: [{ kind: 'set', path: 'kind', value: 'Deployment' }] }],
    },
    {
      name: 'a kind with a typo',
      yaml: manifest('Deployment').replace('kind: Deployment', 'kind: Deploymnet'),
      expect: [{ path: 'kind', says: ['did you mean Deployment?'], fix: null }],
    },
  ],
  silent: [
    {
      name: 'what is served',
      yaml: [
        manifest('Deployment'),
        manifest('Job'),
        'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n',
      ].join('---\n'),
    },
    {
      name: 'deprecated later than the version',
      version: '1.33',
      yaml: 'apiVersion: networking.k8s.io/v1beta1\nkind: ServiceCIDR\nmetadata: {name: a}\n',
    },
    {
      name: 'custom resources, also of groups that end in k8s.io',
      yaml: 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a}\n---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n',
    },
    { name: 'alpha versions', yaml: 'apiVersion: scheduling.k8s.io/v1alpha2\nkind: Workload\nmetadata: {name: a}\n' },
  ],
});
