import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { commandsMarkdown, connectionMarkdown, permissionsMarkdown } from '../../src/cli/readme.ts';
import { rulesMarkdown } from '../../src/render/rules.ts';
import { rules } from '../../src/rules/index.ts';
import { expectPart } from '../support/golden.ts';

const readme = join(import.meta.dirname, '../../README.md');

/** `UPDATE_GOLDEN=1` makes this test write what it otherwise compares. */
describe('the README says what the program says', () => {
  test.each([
    ['commands', commandsMarkdown],
    ['connection', connectionMarkdown],
    ['permissions', permissionsMarkdown],
    ['rules', () => rulesMarkdown(rules)],
  ])('%s', (name, generate) => {
    expectPart(readme, name, generate());
  });
});
