import { describe, expect, test } from '@jest/globals';
import { ignoreWithoutEffect } from '../../../src/rules/document/ignore-without-effect.ts';
import { lintTexts } from '../../support/lint-input.ts';

/** Lines and titles of what is said of ignores in a pod with this comment behind its image. */
function said(comment: string, image = 'example.com/web:1'): string[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: ${image} # ${comment}\n`;
  return lintTexts({ 'a.yaml': text })
    .report.findings.filter(({ rule }) => rule === ignoreWithoutEffect.id)
    .map(({ line, column, title, severity }) => `${severity} ${line}:${column} ${title}`);
}

describe('ignore-without-effect', () => {
  test.each([
    [
      'the rule finds nothing there',
      'podlife-ignore: image-tag-moves',
      ['image-tag-moves is ignored here and finds nothing here'],
      'example.com/web:1',
    ],
    [
      'one of two does',
      'podlife-ignore: grace-period-zero, image-tag-moves',
      ['grace-period-zero is ignored here and finds nothing here'],
      'web',
    ],
    [
      'a rule that does not exist',
      'podlife-ignore: no-such-rule',
      ['there is no rule no-such-rule to ignore'],
      'example.com/web:1',
    ],
  ])('fires: %s', (_what, comment, titles, image: string) => {
    expect(said(comment, image)).toEqual(
      titles.map((title) => expect.stringMatching(new RegExp(`^advice 7:\\d+ ${title}$`)) as unknown),
    );
  });

  test.each([
    ['it silences something', 'podlife-ignore: image-tag-moves -- pinned elsewhere', 'web'],
    ['no ignore', 'image-tag-moves', 'example.com/web:1'],
    ['a rule that needs the rest of the input', 'podlife-ignore: configmap-missing', 'example.com/web:1'],
    ['a rule that is off', 'podlife-ignore: liveness-probe-missing', 'example.com/web:1'],
  ])('silent: %s', (_what, comment, image) => {
    expect(said(comment, image)).toEqual([]);
  });
});
