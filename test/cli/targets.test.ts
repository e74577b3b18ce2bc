import { describe, expect, test } from '@jest/globals';
import { KnownError } from '../../src/core/errors.ts';
import { parseTargets } from '../../src/cli/targets.ts';

describe('targets', () => {
  test.each([
    [['web-1'], [{ kind: 'Pod', name: 'web-1' }]],
    [['pod/web-1'], [{ kind: 'Pod', name: 'web-1' }]],
    [
      ['po/web-1', 'deploy/web'],
      [
        { kind: 'Pod', name: 'web-1' },
        { kind: 'Deployment', name: 'web' },
      ],
    ],
    [['deployments.apps/web'], [{ kind: 'Deployment', name: 'web' }]],
    [['sts/db'], [{ kind: 'StatefulSet', name: 'db' }]],
    [['cj/backup'], [{ kind: 'CronJob', name: 'backup' }]],
    [['deploy', 'web'], [{ kind: 'Deployment', name: 'web' }]],
    [
      ['pods', 'a', 'b'],
      [
        { kind: 'Pod', name: 'a' },
        { kind: 'Pod', name: 'b' },
      ],
    ],
    [
      ['a', 'b'],
      [
        { kind: 'Pod', name: 'a' },
        { kind: 'Pod', name: 'b' },
      ],
    ],
  ])('%j', (words, expected) => {
    expect(parseTargets(words)).toEqual(expected);
  });

  test.each([
    [['svc/web'], /a Service has no pods to explain/, /Deployment/],
    [['deploi/web'], /resource type "deploi"/, /did you mean deploy/],
    [['zebra/web'], /resource type "zebra"/, /explain takes/],
    [['deploy/'], /is not a target/, /deploy\/NAME/],
    [['a/b/c'], /is not a target/, /POD/],
    [['deployments.batch/web'], /resource type "deployments.batch"/, /./],
  ])('%j is refused', (words, message, hint) => {
    const refusal = thrownBy(() => parseTargets(words));
    expect(refusal.message).toMatch(message);
    expect(refusal.hint).toMatch(hint);
  });
});

function thrownBy(action: () => unknown): KnownError {
  try {
    action();
  } catch (error) {
    if (error instanceof KnownError) return error;
  }
  throw new Error('nothing was refused');
}
