/* eslint-disable no-console */
// How many documents `lint` goes through in a second, from 10 to 10,000 of them, with the memory that it takes.
// Usage: node test/bench/lint.mjs
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/kubectl-podlife');
const folder = mkdtempSync(join(tmpdir(), 'podlife-lint-bench-'));
/** What rendered charts hold beside the fields that count: with it a document has some 6 kB. */
const ballast = `${'#'.padEnd(100, ' lorem ipsum')}\n`.repeat(38);
const inFile = 20;

const [, service, deployment] = readFileSync(join(root, 'krew/training.yaml'), 'utf8').split(/^---\n/m);

/** Deployments and Services, twenty of each a file, every one with a name and labels of its own. */
function write(count) {
  const place = join(folder, String(count));
  mkdirSync(place);
  for (let file = 0; file * inFile < count; file++) {
    const documents = Array.from({ length: Math.min(inFile, count - file * inFile) }, (_, index) => {
      const number = file * inFile + index;
      const text = (number % 5 === 0 ? service : deployment).replace(/\bweb\b/g, `web-${number - (number % 5)}`);
      return text + ballast;
    });
    writeFileSync(join(place, `${String(file).padStart(5, '0')}.yaml`), documents.join('---\n'));
  }
  return place;
}

function run(place) {
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/env', [
      'bash',
      '-c',
      'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null',
      'bench',
      bin,
      'lint',
      '-R',
      place,
      '-o',
      'json',
      '--fail-on',
      'never',
    ]);
    let output = '';
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject).on('close', () => resolve(output.trim().split('\n').at(-1).split(' ').map(Number)));
  });
}

console.log(`${'documents'.padStart(10)}${'wall s'.padStart(9)}${'cpu s'.padStart(9)}${'documents/s'.padStart(13)}`);
for (const count of [10, 100, 1000, 10_000]) {
  const [wall, user, system] = await run(write(count));
  console.log(
    String(count).padStart(10) +
      wall.toFixed(2).padStart(9) +
      (user + system).toFixed(2).padStart(9) +
      (count / wall).toFixed(0).padStart(13),
  );
}
rmSync(folder, { recursive: true });
