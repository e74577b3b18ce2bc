import { describe, expect, test } from '@jest/globals';
import type { DocumentProblem } from '../../../src/core/manifest.ts';
import { podSpecFacts } from '../../../src/facts/workload.ts';
import { problemsOf } from '../../../src/rules/kit/document.ts';

const problem: DocumentProblem = {
  rule: 'probe-invalid',
  stage: 'rejected',
  path: 'spec.containers[1].livenessProbe',
  title: 'livenessProbe does nothing',
  explanation: 'It needs a handler.',
};

const containers = Array.from({ length: 11 }, (_, index) => ({ name: `c${index}`, image: 'a' }));
const spec = podSpecFacts({ spec: { containers } }, 'spec');

describe('problems as observations', () => {
  test('of one rule only, with what was seen', () => {
    const problems = [problem, { ...problem, rule: 'hook-invalid' }];
    expect([...problemsOf('probe-invalid', { document: { problems } })]).toEqual([
      {
        path: problem.path,
        title: problem.title,
        explanation: problem.explanation,
        stage: 'rejected',
        evidence: [{ source: 'spec', ref: problem.path, text: problem.title }],
        remedies: [],
      },
    ]);
  });

  test('name their container, by the place where the path does not', () => {
    const problems = [
      problem,
      { ...problem, path: 'spec.containers[10]' },
      { ...problem, path: 'metadata.annotations[a]', place: 'spec.containers[2].securityContext' },
      { ...problem, path: 'spec.containers[20].image' },
    ];
    const names = [...problemsOf('probe-invalid', { document: { problems }, spec })].map(
      ({ container }) => container?.name,
    );
    expect(names).toEqual(['c1', 'c10', 'c2', undefined]);
  });

  test('keep range, key and fix, and are advice where nothing bites', () => {
    const range = { line: 1, column: 2, endLine: 1, endColumn: 3 };
    const fix = { description: 'Write it', edits: [{ kind: 'set' as const, path: 'a', value: 1 }] };
    const problems = [{ ...problem, stage: 'advice' as const, range, atKey: true, fix }];
    const [observation] = problemsOf('probe-invalid', { document: { problems } });
    expect(observation).toMatchObject({ range, atKey: true, fix, stage: 'advice', severity: 'advice' });
  });
});
