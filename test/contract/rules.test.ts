import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lintingRule, topics } from '../../src/core/rule.ts';
import { rules } from '../../src/rules/index.ts';
import { lintRules } from '../../src/rules/lint.ts';
import { catalogue } from '../support/catalogue.ts';

const root = join(import.meta.dirname, '../..');

function ruleFiles(topic: string): string[] {
  return readdirSync(join(root, 'src/rules', topic))
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -'.ts'.length));
}

function camelCase(id: string): string {
  return id.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

describe('the list of rules', () => {
  test('holds every file of the folders, by topic in the order of a life, then by id', () => {
    const inFolders = topics.flatMap((topic) => ruleFiles(topic).sort());
    expect(rules.map(({ id }) => id)).toEqual(inFolders);
  });

  test('is the catalogue', () => {
    expect([...rules.map(({ id }) => id)].sort()).toEqual([...catalogue].sort());
  });

  test('has in it what lints manifests, which lint has a list of its own of', () => {
    const linting = rules.flatMap((rule) => lintingRule(rule) ?? []);
    expect(lintRules.map(({ id }) => id)).toEqual(linting.map(({ id }) => id));
    expect(lintRules).toEqual(linting);
  });

  test('names each rule once', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
});

describe('foresight', () => {
  const folder = join(root, 'src/rules/foresee');
  const ids = readdirSync(folder).map((name) => name.replace(/\.ts$/, ''));

  test.each(ids)('%s is a half of the rule of that name and has a test', (id) => {
    expect(rules.find((rule) => rule.id === id)?.foresee).toBeDefined();
    expect(readFileSync(join(folder, `${id}.ts`), 'utf8')).toContain(
      `export const ${camelCase(id)} = defineForesight(`,
    );
    expect(existsSync(join(root, 'test/rules/foresee', `${id}.test.ts`))).toBe(true);
  });

  test('is only of rules about live pods, which need more than a spec', () => {
    const wrong = rules.filter(({ foresee, stage }) => foresee && stage !== undefined);
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(
      rules
        .filter(({ foresee }) => foresee)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const folder = join(root, 'src/rules', rule.topic);

  test('lies in the folder of its topic and is exported by its name', () => {
    expect(existsSync(join(folder, `${id}.ts`))).toBe(true);
    expect(readFileSync(join(folder, `${id}.ts`), 'utf8')).toContain(`export const ${camelCase(id)} = defineRule(`);
  });

  test('has a test', () => {
    expect(existsSync(join(root, 'test/rules', rule.topic, `${id}.test.ts`))).toBe(true);
  });

  test('has a page with its headings', () => {
    const page = readFileSync(join(folder, `${id}.md`), 'utf8');
    expect(page.match(/^#+ .*$/gm)).toEqual([
      `# ${id}`,
      '## What it means',
      '## How it is found',
      '## How to fix it',
      '## When to ignore it',
    ]);
  });

  test('has a title for people and needs evidence', () => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.needs.length).toBeGreaterThan(0);
    expect(rule.needs.filter((key) => rule.mayUse?.includes(key))).toEqual([]);
  });
});
