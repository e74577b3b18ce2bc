import { expect, test } from '@jest/globals';
import type { ContainerFacts, Termination } from '../../../src/core/evidence.ts';
import type { Death, DeathKind } from '../../../src/facts/death.ts';
import { podStatusOf } from '../../../src/facts/pod-status.ts';
import { restartText, restartTitle, retryText, retryTitle } from '../../../src/rules/kit/restarts.ts';
import { aPod, now, terminated, type ContainerOptions } from '../../support/builders.ts';

function one(options: ContainerOptions): ContainerFacts {
  const [container] = podStatusOf(aPod({ containers: [options] })).containers;
  if (!container) throw new Error('no container');
  return container;
}

function deathOf(kind: DeathKind, { last, terminated: ended }: ContainerFacts): Death {
  const termination: Termination | undefined = last ?? ended;
  if (!termination) throw new Error('no end');
  return { kind, termination, confidence: 'certain', events: [], current: false };
}

test('a container whose pod was set up anew', () => {
  const container = one({ last: terminated(0, 'Completed', { finishedAgo: 700 }), restarts: 1 });
  const death = deathOf('stopped', container);
  expect(restartTitle(container, death)).toBe(
    'container web runs now and was restarted once before, last because its pod was set up anew',
  );
  expect(restartText(container, death, now)).toContain('after 5 s, because its pod was set up anew. It has been');
});

test('an end of which little is known', () => {
  const container = one({ last: { exitCode: 190 }, restarts: 0 });
  const death = deathOf('signal', container);
  expect(restartTitle(container, death)).toBe(
    'container web runs now and was restarted before, last because it died from SIGRTMIN+28 (exit code 190)',
  );
  expect(restartText(container, death, now)).toBe(
    'The instance before it ended because it died from SIGRTMIN+28 (exit code 190). It has been running for 10 min and is ready.',
  );
});

test('a later pod of the Job does the work of one that failed', () => {
  const container = one({ state: { terminated: terminated(3) } });
  const death = deathOf('exit', container);
  const running = { state: 'running', jobComplete: false, pod: 'seed-2' } as const;
  expect(retryTitle(container, death, running)).toBe(
    'this attempt failed (container web: it exited with 3), and seed-2 runs instead',
  );
  expect(retryText(container, death, running)).toBe(
    'In this pod web failed: it exited with 3. The Job tried again: seed-2 does it now.',
  );
  const done = { state: 'succeeded', jobComplete: true } as const;
  expect(retryTitle(container, death, done)).toContain('and the work was done all the same');
  expect(retryText(container, death, done)).toContain('a later pod did the work, and the Job is complete.');
});
