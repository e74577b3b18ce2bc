import { describe, expect, test } from '@jest/globals';
import { gateOf } from '../../../src/facts/validation/gates.ts';
import {
  containerWith,
  cronJobWith,
  jobWith,
  podWith,
  testValidation,
  workloadWith,
} from '../../support/validation.ts';

const sleep = containerWith({ lifecycle: { preStop: { sleep: { seconds: 0 } } } });
const ofPod = containerWith({ resources: { requests: { cpu: '2' } } }, { resources: { requests: { cpu: '1' } } });
const search = podWith({ dnsConfig: { searches: ['_tcp.a', 'b_c'] } });
const restart = containerWith({ restartPolicy: 'Never' });
const rules = containerWith({
  restartPolicy: 'Never',
  restartPolicyRules: [{ action: 'Stop', exitCodes: { operator: 'In', values: [1] } }],
});
const image = podWith({ volumes: [{ name: 'a', image: {} }] });
const labelled = podWith({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] }],
      },
    },
  },
});
const value =
  'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]';
const set = workloadWith('StatefulSet', {}, { restartPolicy: 'onFailure', dnsPolicy: 'Mine' });
const managed = jobWith({ managedBy: 'mine' });
const address = podWith({ hostAliases: [{ ip: '010.0.0.1', hostnames: ['a'] }] });

testValidation('what is valid depends on the version', '', [
  ['a sleep of 0', sleep, ['hook-invalid spec.containers[0].lifecycle.preStop.sleep'], '1.32'],
  ['a sleep of 0', sleep, [], '1.33'],
  ['resources of the pod', ofPod, [], '1.33'],
  ['resources of the pod', ofPod, ['resources-invalid spec.resources.requests[cpu]'], '1.34'],
  [
    'search domains with underscores',
    search,
    ['invalid-value spec.dnsConfig.searches[0]', 'invalid-value spec.dnsConfig.searches[1]'],
    '1.32',
  ],
  ['search domains with underscores', search, [], '1.33'],
  ['a restart policy of a container', restart, ['restart-policy-invalid spec.containers[0].restartPolicy'], '1.33'],
  ['a restart policy of a container', restart, [], '1.34'],
  ['a restart policy of a container', restart, [], '1.36'],
  ['rules of restarting', rules, [], '1.34'],
  ['rules of restarting', rules, ['restart-policy-invalid spec.containers[0].restartPolicyRules[0].action'], '1.35'],
  ['an image as a volume', image, [], '1.34'],
  ['an image as a volume', image, ['missing-field spec.volumes[0].image.reference'], '1.35'],
  ['labels of nodes that no label can be', labelled, [], '1.32'],
  ['labels of nodes that no label can be', labelled, [`invalid-value ${value}`], '1.33'],
  ['the template of a StatefulSet', set, ['restart-policy-invalid spec.template.spec.restartPolicy'], '1.33'],
  [
    'the template of a StatefulSet',
    set,
    ['restart-policy-invalid spec.template.spec.restartPolicy', 'invalid-value spec.template.spec.dnsPolicy'],
    '1.34',
  ],
  ['a manager of a Job', managed, [], '1.31'],
  ['a manager of a Job', managed, ['invalid-value spec.managedBy'], '1.32'],
  ['an address with zeros in front', address, [], '1.35'],
  ['an address with zeros in front', address, ['invalid-value spec.hostAliases[0].ip'], '1.36'],
  ['a time zone', cronJobWith({ timeZone: 'a' }), ['invalid-value spec.timeZone'], '1.28'],
  ['a version that cannot be read is the newest', address, ['invalid-value spec.hostAliases[0].ip'], 'main'],
  [
    'what is no built-in workload',
    { ...workloadWith('Deployment', { selector: {} }), apiVersion: 'example.com/v1' },
    [],
  ],
  [
    'a version of the API that is gone',
    { ...workloadWith('Deployment', { selector: {} }), apiVersion: 'extensions/v1beta1' },
    [],
  ],
  ['nothing', {}, []],
]);

describe('gates', () => {
  test.each([
    ['1.29', false],
    ['v1.30.4', true],
    ['1.30', true],
    ['1.31+', true],
    ['', true],
  ])('the sleep of hooks in %s: %s', (version, on) => {
    expect(gateOf(version)('sleepAction')).toBe(on);
  });
});
