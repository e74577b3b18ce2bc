import { describe, expect, test } from '@jest/globals';
import { defineRule, type Rule } from '../../src/core/rule.ts';
import { rulesJson, rulesMarkdown, rulesText } from '../../src/render/rules.ts';

function rule(id: string, topic: Rule['topic'], mayUse: Rule['mayUse'] = []): Rule {
  return defineRule({
    id,
    title: `What ${id} means`,
    topic,
    severity: 'error',
    verdict: 'failing',
    needs: ['status'],
    mayUse,
    *check() {
      yield* [];
    },
  });
}

const some = [rule('a-rule', 'image'), rule('another-rule', 'image', ['events', 'logs']), rule('third', 'crash')];

describe('the catalogue', () => {
  test('for a terminal: by topic, aligned', () => {
    expect(rulesText(some)).toBe(
      [
        'The image',
        '  a-rule        What a-rule means',
        '  another-rule  What another-rule means',
        '',
        'The container dies',
        '  third         What third means',
        '',
      ].join('\n'),
    );
    expect(rulesText([])).toBe('\n');
  });

  test('as Markdown: with links to the pages and what each reads', () => {
    const text = rulesMarkdown(some, 'pages');
    expect(text).toContain('### The image');
    expect(text).toContain(
      '| [`another-rule`](pages/image/another-rule.md) | What another-rule means | error | status, (events), (logs) |',
    );
    expect(rulesMarkdown(some)).toContain('(src/rules/crash/third.md)');
  });

  test('as JSON', () => {
    const document: unknown = JSON.parse(rulesJson(some));
    expect(document).toMatchObject({
      kind: 'RuleList',
      items: [{ id: 'a-rule', topic: 'image' }, { id: 'another-rule', mayUse: ['events', 'logs'] }, { id: 'third' }],
    });
  });
});
