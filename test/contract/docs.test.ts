import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { commandsMarkdown, connectionMarkdown, permissionsMarkdown } from '../../src/cli/readme.ts';
import { rulesMarkdown } from '../../src/render/rules.ts';
import { neededEvidence } from '../../src/cli/commands/explain.ts';
import { demoObjects, demos } from '../../src/dump/demo.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { gather } from '../../src/kube/gather.ts';
import { renderTable } from '../../src/render/table.ts';
import { explain } from '../../src/report/explain.ts';
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

  test('sample', async () => {
    const { target } = demos.find(({ name }) => name === 'wrong-port') ?? { target: undefined };
    if (!target) throw new Error('there is no such demo');
    const snapshot = await gather(new ObjectReader(await demoObjects('wrong-port')), target, neededEvidence);
    const text = renderTable([explain(snapshot, rules)], { width: 110, color: false, brief: false });
    expectPart(readme, 'sample', `\`\`\`\n${text}\`\`\``);
  });
});
