import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { launcher } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlife-'));
afterAll(() => rmSync(folder, { recursive: true }));

const module = join(dirname(launcher), 'output.js');
/** Writes a million bytes and a last line, in pieces of many sizes. */
const script = `const { write } = require('${module}').output(1, () => process.stdout);
for (let size = 1; size < 1414; size++) write('é'.repeat(size / 2) + 'x'.repeat(size % 2));
write('\\nend\\n');`;
const length = Array.from({ length: 1413 }, (_, index) => Math.floor((index + 1) / 2) * 2 + ((index + 1) % 2)).reduce(
  (sum, one) => sum + one,
);

describe('what is written arrives whole', () => {
  test('in a file', () => {
    const file = join(folder, 'out');
    const out = openSync(file, 'w');
    expect(spawnSync(process.execPath, ['-e', script], { stdio: ['ignore', out, 'inherit'] }).status).toBe(0);
    closeSync(out);
    const bytes = readFileSync(file);
    expect([bytes.length, bytes.toString('utf8').endsWith('\nend\n')]).toEqual([length + 5, true]);
  });

  test('in a pipe whose reader takes its time', async () => {
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await wait(300);
    let bytes = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      await wait(1);
    }
    expect(bytes).toBe(length + 5);
  });

  test('nowhere, where nobody reads on, and that is no failure', () => {
    const { status, stderr } = spawnSync('sh', ['-c', '"$0" -e "$1" | head -c 10', process.execPath, script], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test('files, pipes and /dev/null are no terminals', () => {
  const probe = `process.stderr.write(String(require('${module}').output(1, () => process.stdout).isTerminal))`;
  for (const stdout of ['pipe', 'ignore'] as const) {
    const { stderr } = spawnSync(process.execPath, ['-e', probe], {
      stdio: ['ignore', stdout, 'pipe'],
      encoding: 'utf8',
    });
    expect(stderr).toBe('false');
  }
});
