import { describe, expect, test } from '@jest/globals';
import { admissionRejection, shortageOf } from '../../src/facts/kubelet-admission.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aPod } from '../support/builders.ts';

const reasons = [
  'OutOfcpu',
  'OutOfpods',
  'OutOfnvidia.com/gpu',
  'NodeAffinity',
  'NodeName',
  'NodePorts',
  'TaintToleration',
  'UnexpectedAdmissionError',
  'TopologyAffinityError',
  'SMTAlignmentError',
  'EmptyPodSharedPoolError',
  'SysctlForbidden',
  'AppArmor',
  'PodOSSelectorNodeLabelDoesNotMatch',
  'PodOSNotSupported',
  'SupplementalGroupsPolicyNotSupported',
  'InitContainerRestartPolicyForbidden',
  'PodLevelResourcesNotSupported',
  'PodFeatureUnsupported',
  'VolumeAttachmentLimitExceeded',
  'InvalidNodeInfo',
  'UnknownReason',
  'UnexpectedPredicateFailureType',
];

describe('admissionRejection', () => {
  test.each(reasons)('%s is explained', (reason) => {
    const status = podStatusOf(aPod({ status: { phase: 'Failed', reason, message: 'Pod was rejected: because' } }));
    const rejection = admissionRejection(status, []);
    expect(rejection).toMatchObject({ reason, message: 'because' });
    expect(rejection?.meaning).toMatch(/^[A-Z].*[^.]$/);
    expect(rejection?.advice).toMatch(/^[A-Z].*[^.]$/);
  });

  test('a text that happens to begin with the word Pod is kept', () => {
    const message = 'Pod requires node features that are not available: X';
    const status = podStatusOf(
      aPod({ status: { phase: 'Failed', reason: 'PodFeatureUnsupported', message: `Pod was rejected: ${message}` } }),
    );
    expect(admissionRejection(status, undefined)?.message).toBe(message);
  });

  test('nothing for other ends', () => {
    for (const reason of ['', 'Evicted', 'DeadlineExceeded', 'NodeShutdown', 'Terminated']) {
      expect(
        admissionRejection(podStatusOf(aPod({ status: { phase: 'Failed', reason, message: '' } })), []),
      ).toBeUndefined();
    }
    expect(admissionRejection(podStatusOf({}), undefined)).toBeUndefined();
  });
});

test('what was short', () => {
  expect(shortageOf("Node didn't have enough resource: cpu, requested: 8000, used: 220, capacity: 2000")).toEqual({
    resource: 'cpu',
    requested: '8',
    used: '220m',
    capacity: '2',
    free: '1.78',
  });
  expect(shortageOf("Node didn't have enough resource: pods, requested: 1, used: 111, capacity: 110")).toMatchObject({
    free: '0',
  });
  expect(shortageOf('boom')).toBeUndefined();
});
