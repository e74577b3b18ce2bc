// One executable out of Node and the bundles: files would have to be copied into memory first. It takes no NODE_OPTIONS: those are the user's,
// for other programs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Node looks whether something is put into it. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const injector = join(import.meta.dirname, '../node_modules/postject/dist/cli.js');

/**
 * V8 reads a cache in place where it begins at a multiple of 8, and copies it elsewhere. So a cache has a first byte that says how many bytes
 * stand before it, and as many behind it as make `room`.
 */
const room = 16;

/** Follows dist/start.cjs, and names the folder of the executable itself, whatever link it was called through. */
const run = `
const { realpathSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { getRawAsset } = require('node:sea');
module.exports.start(join(dirname(realpathSync.native(process.execPath)), 'dist'), (name) => {
  if (!assets.includes(name)) return undefined;
  const bytes = Buffer.from(getRawAsset(name));
  return name.endsWith('.cache') ? bytes.subarray(bytes[0], bytes.length + bytes[0] - ${room}) : bytes;
});
`;

/** The executable of a platform: its Node with the bundles in `dist`. `builder`: the same Node for this machine. */
export function executable(platform, nodeFile, builder, dist) {
  // A cache fits the Node that made it, and that one only runs here.
  const inside = platform === 'linux-amd64' ? /\.(cjs|cache)$/ : /\.cjs$/;
  const names = readdirSync(dist).filter((name) => inside.test(name) && name !== 'start.cjs');
  const assets = new Map(names.sort().map((name) => [name, readFileSync(join(dist, name))]));
  const start = readFileSync(join(dist, 'start.cjs'), 'utf8');
  const main = `${start}\nconst assets = ${JSON.stringify(names)};\n${run}`;
  const blobWith = (before) => seaBlob(platform, builder, main, new Map([...assets].map(padded(before))));

  const first = blobWith(() => 8);
  const bytes = withBlob(platform, nodeFile, first);
  if (!names.some(isCache)) return bytes;
  const base = bytes.indexOf(first);
  // As long as the first, so that it can take its place.
  blobWith((cache) => 8 - ((base + first.indexOf(cache)) % 8)).copy(bytes, base);
  for (const [name, cache] of assets) {
    if (isCache(name) && bytes.indexOf(cache) % 8 !== 0) throw new Error(`${name} does not begin at a multiple of 8`);
  }
  return bytes;
}

function isCache(name) {
  return name.endsWith('.cache');
}

function padded(before) {
  return ([name, bytes]) => {
    if (!isCache(name)) return [name, bytes];
    const count = before(bytes);
    return [name, Buffer.concat([Buffer.alloc(count, count), bytes, Buffer.alloc(room - count)])];
  };
}

/** What is put into an executable. */
function seaBlob(platform, builder, main, assets) {
  const folder = mkdtempSync(join(tmpdir(), 'podlife-sea-'));
  writeFileSync(join(folder, 'main.js'), main);
  for (const [name, bytes] of assets) writeFileSync(join(folder, name), bytes);
  const config = {
    main: 'main.js',
    output: 'blob',
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    assets: Object.fromEntries([...assets.keys()].map((name) => [name, name])),
    useCodeCache: platform === 'linux-amd64',
    // On Linux podlife always names the authorities that count: Node need not make a list of its own as well, which takes it milliseconds.
    // And no signal is to open a debugger in a program of the user.
    execArgv: ['--disable-sigusr1', ...(platform.startsWith('linux') ? ['--use-openssl-ca'] : [])],
    execArgvExtension: 'none',
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const args = ['--random-seed=1', '--experimental-sea-config', 'config.json'];
  execFileSync(builder, args, { cwd: folder, stdio: 'ignore' });
  const blob = readFileSync(join(folder, 'blob'));
  rmSync(folder, { recursive: true });
  return blob;
}

/** The bytes of Node with the blob in it. */
function withBlob(platform, nodeFile, blob) {
  const folder = mkdtempSync(join(tmpdir(), 'podlife-sea-'));
  const [file, blobFile] = [join(folder, 'node'), join(folder, 'blob')];
  const node = readFileSync(nodeFile);
  writeFileSync(file, platform.startsWith('windows') ? withoutSignature(node) : node);
  writeFileSync(blobFile, blob);
  // It warns of sections of ELF that it does not know and leaves as they are.
  execFileSync(process.execPath, [injector, file, 'NODE_SEA_BLOB', blobFile, '--sentinel-fuse', fuse], {
    stdio: 'pipe',
  });
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** A program for Windows without the signature that no longer fits once it is changed: none is better than a wrong one. */
export function withoutSignature(program) {
  const bytes = Buffer.from(program);
  const header = bytes.readUInt32LE(0x3c) + 24;
  const directories = header + (bytes.readUInt16LE(header) === 0x20b ? 112 : 96);
  // The fifth entry is the table of certificates; its place is one in the file, at the end.
  const entry = directories + 4 * 8;
  const place = bytes.readUInt32LE(entry);
  const size = bytes.readUInt32LE(entry + 4);
  if (place === 0) return bytes;
  if (place + size !== bytes.length) throw new Error('the signature does not stand at the end of the program');
  bytes.writeUInt32LE(0, entry);
  bytes.writeUInt32LE(0, entry + 4);
  // The checksum; it is only looked at in drivers.
  bytes.writeUInt32LE(0, header + 64);
  return bytes.subarray(0, place);
}
