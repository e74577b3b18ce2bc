// One executable out of Node and a few lines that load the program beside it. It takes no NODE_OPTIONS: those are the user's, for other programs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Node looks whether something is put into it. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const injector = join(import.meta.dirname, '../node_modules/postject/dist/cli.js');

/** Follows dist/start.cjs, and names the folder of the executable itself, whatever link it was called through. */
const run = `
const { realpathSync } = require('node:fs');
const { dirname, join } = require('node:path');
module.exports.start(join(dirname(realpathSync(process.execPath)), 'dist'));
`;

/** What is put into the executable of a platform, from the text of dist/start.cjs; `node` makes it and has to run here. */
export function seaBlob(node, start, platform) {
  const folder = mkdtempSync(join(tmpdir(), 'podlife-sea-'));
  writeFileSync(join(folder, 'main.js'), start + run);
  const config = {
    main: 'main.js',
    output: 'blob',
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    // A cache fits the Node that made it, and that one only runs here.
    useCodeCache: platform === 'linux-amd64',
    // On Linux podlife always names the authorities that count: Node need not make a list of its own as well, which takes it milliseconds.
    execArgv: platform.startsWith('linux') ? ['--use-openssl-ca'] : [],
    execArgvExtension: 'none',
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  execFileSync(node, ['--random-seed=1', '--experimental-sea-config', 'config.json'], { cwd: folder, stdio: 'ignore' });
  const blob = readFileSync(join(folder, 'blob'));
  rmSync(folder, { recursive: true });
  return blob;
}

/** The bytes of Node with the blob in it. */
export function executable(nodeFile, blob, windows) {
  const folder = mkdtempSync(join(tmpdir(), 'podlife-sea-'));
  const [file, blobFile] = [join(folder, 'node'), join(folder, 'blob')];
  const node = readFileSync(nodeFile);
  writeFileSync(file, windows ? withoutSignature(node) : node);
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
