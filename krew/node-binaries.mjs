// Node for each platform, from npm and by hash: what is not exactly what was looked at is refused. Kept in node_modules/.cache.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
export const { version: nodeVersion, platforms } = JSON.parse(readFileSync(join(root, 'krew/node.json'), 'utf8'));
const cache = join(root, 'node_modules/.cache/podlife', `node-${nodeVersion}`);

export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

export function binaryPath(platform) {
  return join(cache, platform, platform.startsWith('windows') ? 'node.exe' : 'node');
}

/** Licences of Node and of what is in it. The packages for Windows carry none; it is the same on all systems. */
export const nodeLicense = join(cache, 'linux-amd64', 'LICENSE');

export function hasBinaries() {
  return Object.keys(platforms).every((platform) => existsSync(binaryPath(platform)));
}

/** Fetches what is not there yet and checks all of it. */
export function fetchBinaries(wanted = Object.keys(platforms)) {
  for (const platform of new Set(['linux-amd64', ...wanted])) {
    const file = binaryPath(platform);
    if (!existsSync(file)) fetchBinary(platform);
    const found = sha256(readFileSync(file));
    if (found !== platforms[platform].sha256) {
      throw new Error(`${file} is not the Node that is expected: its sha256 is ${found}`);
    }
  }
}

function fetchBinary(platform) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  const npm = { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' };
  process.stdout.write(`fetching ${platforms[platform].package}@${nodeVersion}\n`);
  const archive = execFileSync(
    'npm',
    ['pack', '--silent', `${platforms[platform].package}@${nodeVersion}`],
    npm,
  ).trim();
  execFileSync('tar', ['-xzf', archive], npm);
  mkdirSync(join(cache, platform), { recursive: true });
  const license = join(folder, 'package/LICENSE');
  if (existsSync(license)) copyFileSync(license, join(cache, platform, 'LICENSE'));
  const file = binaryPath(platform);
  copyFileSync(join(folder, 'package/bin', platform.startsWith('windows') ? 'node.exe' : 'node'), file);
  rmSync(folder, { recursive: true });
}
