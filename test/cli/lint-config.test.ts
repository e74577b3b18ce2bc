import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import { parse } from 'yaml';
import { configKeys, parseConfig } from '../../src/cli/config.ts';
import { Progress } from '../../src/cli/progress.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../src/render/schema/config.json'), 'utf8')) as {
  properties: object;
};
const validate = new Ajv({ strict: false }).compile(schema as AnySchema);

describe('.podlife.yaml and its schema', () => {
  test('have the same settings', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(configKeys).sort());
  });

  test.each([
    [
      'everything',
      'kubernetesVersion: "1.34"\nnamespace: shop\nnodes: 3\nfailOn: warning\nonly: [a-b]\nrules: [a-b]\nignore: [a-b]\nseverity: {a-b: off}\nbaseline: x.json\nexclude: [vendor/**]\noverrides: [{files: ["*"], ignore: [a-b], severity: {a-b: error}}]',
      true,
    ],
    ['nothing', '{}', true],
    ['a key that does not exist', 'rule: [a]', false],
    ['a version that is a number', 'kubernetesVersion: 1.34', false],
    ['a list that is none', 'ignore: a', false],
    ['an empty name', 'only: [""]', false],
    ['half a node', 'nodes: 1.5', false],
    ['an override without files', 'overrides: [{ignore: [a]}]', false],
    ['an override with more', 'overrides: [{files: [a], only: [b]}]', false],
  ])('both judge alike: %s', (_what, text, right) => {
    expect(validate(parse(text))).toBe(right);
    const read = (): unknown => parseConfig(text, '.podlife.yaml');
    if (right) expect(read()).toEqual(parse(text));
    else expect(read).toThrow('.podlife.yaml');
  });
});

describe('Progress', () => {
  const at = (times: number[], isErrorTerminal: boolean): string => {
    let text = '';
    const io = { stderr: (more: string) => void (text += more), isErrorTerminal };
    const progress = new Progress(io as never, () => times.shift() ?? 0);
    for (let left = times.length; left > 0; left--) progress.tell(() => 'half');
    progress.clear();
    return text;
  };

  test('is silent for two seconds, then tells five times a second, and leaves nothing', () => {
    expect(at([0, 500, 1999], true)).toBe('');
    expect(at([0, 1999, 2000, 2100, 2200], true)).toBe('\r\u001b[Khalf\r\u001b[Khalf\r\u001b[K');
  });

  test('is silent where nobody watches', () => {
    expect(at([0, 5000, 9000], false)).toBe('');
  });
});
