import type { PodSpec } from '../../../src/core/kubernetes.ts';
import { invalidPodTemplate } from '../../../src/rules/owner/invalid-pod-template.ts';
import { aWorkload } from '../../support/builders.ts';
import { aDeployment, ownerEvent, refusedDeployment } from '../../support/owners.ts';
import { testRule } from '../../support/rule-tester.ts';

const target = 'deploy/web';
const invalid = (errors: string, template: PodSpec = { containers: [{ name: 'web' }] }) => [
  ...aDeployment({ template }),
  ownerEvent('ReplicaSet', 'web-1a', 'FailedCreate', `Error creating: Pod "web-1a-x" is invalid: ${errors}`),
];

testRule(invalidPodTemplate, {
  fires: [
    {
      name: 'several fields',
      target,
      objects: invalid(
        '[spec.containers[0].image: Required value, spec.hostname: Invalid value: "A_B": a lowercase RFC 1123 label must consist of …]',
      ),
      expect: [
        {
          container: null,
          detail: 'field',
          says: ['spec.containers[0].image: Required value', 'and 1 more', 'container web', 'A_B'],
        },
      ],
    },
    {
      name: 'a container that a webhook added',
      target,
      objects: invalid('spec.containers[3].name: Duplicate value: "proxy"'),
      expect: [{ says: ['The template has no such container'] }],
    },
    {
      name: 'a default limit below the request, and the LimitRange was not read',
      target,
      objects: invalid(
        'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 512Mi',
        {
          containers: [{ name: 'web', resources: { requests: { memory: '1Gi' } } }],
        },
      ),
      expect: [{ detail: 'default-limit', says: ['1Gi', '512Mi', 'a LimitRange or a webhook'] }],
    },
    {
      name: 'a request above the limit that the template itself states',
      target,
      objects: invalid(
        'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 512Mi',
        { containers: [{ name: 'web', resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } } }] },
      ),
      expect: [{ detail: 'field', says: ['Correct spec.containers[0].resources.requests of container web'] }],
    },
    {
      name: 'an older server does not say which limit, and nothing else does',
      target,
      objects: invalid(
        'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit',
        { containers: [{ name: 'web', resources: { requests: { memory: '1Gi' } } }] },
      ),
      expect: [{ detail: 'field' }],
    },
    {
      name: 'a label that is too long by itself',
      target,
      objects: invalid(`metadata.labels: Invalid value: "${'x'.repeat(70)}": must be no more than 63 characters`),
      expect: [{ detail: 'label-too-long', says: ['has 70 characters', 'Shorten the label'] }],
    },
    {
      name: 'the name of another owner is too long',
      target,
      objects: invalid(
        `metadata.labels: Invalid value: "web-1a-${'0'.repeat(60)}": must be no more than 63 characters`,
      ),
      expect: [
        { detail: 'name-too-long', says: ['the name of ReplicaSet web-1a', 'another name in everything that refers'] },
      ],
    },
    {
      name: 'the name of a StatefulSet is too long',
      target: `sts/${'d'.repeat(58)}`,
      objects: [
        aWorkload('StatefulSet', 'd'.repeat(58)),
        ownerEvent(
          'StatefulSet',
          'd'.repeat(58),
          'FailedCreate',
          `create Pod d-0 in StatefulSet d failed error: Pod "d-0" is invalid: metadata.labels: Invalid value: "${'d'.repeat(58)}-7c9f6d5b8": must be no more than 63 characters`,
        ),
      ],
      expect: [{ detail: 'name-too-long', says: ['58 + 10 = 68', 'at most 53', 'its claims carry the old name'] }],
    },
    {
      name: 'priority and class disagree',
      target,
      objects: refusedDeployment(
        'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
      ),
      expect: [{ detail: 'field', says: ['must not be provided in pod spec'] }],
    },
    {
      name: 'recorded: the name is too long for a label',
      recording: 'event-pipeline',
      expect: [{ detail: 'name-too-long', says: ['56 + 11 = 67', 'at most 52'] }],
    },
    {
      name: 'recorded: a default limit below the request',
      recording: 'ml-platform',
      expect: [{ detail: 'default-limit', says: ['LimitRange defaults', '512Mi', '1Gi'] }],
    },
  ],
  silent: [
    {
      name: 'forbidden is not invalid',
      target,
      objects: refusedDeployment('maximum cpu usage per Pod is 1, but limit is 2'),
    },
    {
      name: 'the pods exist',
      target,
      objects: [...aDeployment({ existing: 2 }), ...invalid('spec.hostname: Required value').slice(-1)],
    },
  ],
});
