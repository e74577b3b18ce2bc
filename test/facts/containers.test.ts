import { describe, expect, test } from '@jest/globals';
import type { Container, PodSpec } from '../../src/core/kubernetes.ts';
import { containersOf, restartPolicyOf, shouldRestart } from '../../src/facts/containers.ts';

function named(spec: PodSpec, name: string) {
  const container = containersOf(spec, 'spec').find((one) => one.name === name);
  if (!container) throw new Error(`no container ${name}`);
  return container;
}

/** Whether a container starts again after each of these exit codes. */
function again(container: Partial<Container>, spec: PodSpec = {}, list = 'containers'): boolean[] {
  const pod: PodSpec = { ...spec, [list]: [{ name: 'a', ...container }] };
  return [0, 1, 42].map((code) => shouldRestart(named(pod, 'a'), pod, code));
}

const onExit = (operator: string, ...values: number[]) => [{ action: 'Restart', exitCodes: { operator, values } }];

describe('a container starts again', () => {
  test.each<[string, boolean[], boolean[]]>([
    ['always where nothing is said', again({}), [true, true, true]],
    ['after a failure', again({}, { restartPolicy: 'OnFailure' }), [false, true, true]],
    ['never', again({}, { restartPolicy: 'Never' }), [false, false, false]],
    ['by its own policy', again({ restartPolicy: 'OnFailure' }, { restartPolicy: 'Never' }), [false, true, true]],
    [
      'by its own rules first',
      again({ restartPolicy: 'Never', restartPolicyRules: onExit('In', 42) }),
      [false, false, true],
    ],
    [
      'by a rule for all other codes',
      again({ restartPolicy: 'Never', restartPolicyRules: onExit('NotIn', 42, 0) }),
      [false, true, false],
    ],
    [
      'not by a rule without codes',
      again({ restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart' }] }),
      [false, false, false],
    ],
    ['as an init container until it succeeds', again({}, {}, 'initContainers'), [false, true, true]],
    [
      'as an init container, but for Never',
      again({}, { restartPolicy: 'Never' }, 'initContainers'),
      [false, false, false],
    ],
    [
      'as a sidecar whatever the pod says',
      again({ restartPolicy: 'Always' }, { restartPolicy: 'Never' }, 'initContainers'),
      [true, true, true],
    ],
    ['never for debugging', again({}, {}, 'ephemeralContainers'), [false, false, false]],
  ])('%s', (_name, answers, expected) => {
    expect(answers).toEqual(expected);
  });
});

test('the policy that counts', () => {
  const pod: PodSpec = {
    restartPolicy: 'OnFailure',
    containers: [{ name: 'a' }, { name: 'b', restartPolicy: 'Never' }],
  };
  expect([restartPolicyOf(named(pod, 'a'), pod), restartPolicyOf(named(pod, 'b'), pod)]).toEqual([
    'OnFailure',
    'Never',
  ]);
  expect(restartPolicyOf(named(pod, 'a'), {})).toBe('Always');
});
