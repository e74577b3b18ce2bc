import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface KrewPlatform {
  readonly uri?: string;
  readonly sha256?: string;
  readonly bin?: string;
  readonly files?: readonly { readonly from?: string; readonly to?: string }[];
  readonly selector?: {
    readonly matchLabels?: Record<string, string>;
    readonly matchExpressions?: readonly Requirement[];
  };
}

export interface KrewManifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly version?: string;
    readonly shortDescription?: string;
    readonly description?: string;
    readonly homepage?: string;
    readonly caveats?: string;
    readonly platforms?: readonly KrewPlatform[];
  };
}

/** Pairs of os and arch that krew's validator knows. */
export const krewPairs: readonly (readonly [string, string])[] = [
  ...['386', 'amd64', 'arm64'].map((arch) => ['windows', arch] as const),
  ...['386', 'amd64', 'arm', 'arm64', 'ppc64le'].map((arch) => ['linux', arch] as const),
  ...['386', 'amd64', 'arm64'].map((arch) => ['darwin', arch] as const),
];

const windowsDevices = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;
const semver =
  /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z.-]+)?$/;

/** What krew's validator, and its reviewers by their written rules, refuse in a manifest: the field of each problem. */
export function krewProblems({ apiVersion, kind, metadata, spec }: KrewManifest, fileName: string): string[] {
  const name = metadata?.name ?? '';
  const short = spec?.shortDescription ?? '';
  const platforms = spec?.platforms ?? [];
  const checks: [string, boolean][] = [
    ['apiVersion', apiVersion === 'krew.googlecontainertools.github.com/v1alpha2'],
    ['kind', kind === 'Plugin'],
    ['name', /^[\w-]+$/.test(name) && !windowsDevices.test(name) && fileName === `${name}.yaml`],
    ['version', semver.test(spec?.version ?? '')],
    ['shortDescription', short !== '' && short.length <= 50 && !/[\r\n]|\.$|kubernetes|kubectl/i.test(short)],
    [
      'description',
      (spec?.description ?? '').split('\n').every((line) => line.length <= 80 && !/ --?\w|^\$ /.test(line)),
    ],
    ['homepage', spec?.homepage === undefined || /^https?:\/\//.test(spec.homepage)],
    ['platforms', platforms.length > 0],
    ['overlap', krewPairs.every(([os, arch]) => platforms.filter((one) => selects(one, os, arch)).length <= 1)],
  ];
  const found = checks.filter(([, good]) => !good).map(([field]) => field);
  return [...found, ...platforms.flatMap(platformProblems)];
}

function platformProblems(platform: KrewPlatform): string[] {
  const { uri = '', sha256 = '', bin = '', files, selector } = platform;
  const keys = [
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map(({ key }) => key),
  ];
  const checks: [string, boolean][] = [
    ['uri', /^https?:\/\/[^/]+\/./.test(uri)],
    ['sha256', /^[0-9a-f]{64}$/.test(sha256)],
    ['bin', bin !== '' && isInside(bin)],
    ['selector', keys.length > 0 && keys.every((key) => key === 'os' || key === 'arch')],
    ['supported', krewPairs.some(([os, arch]) => selects(platform, os, arch))],
    ['files', files === undefined || (files.length > 0 && files.every(({ from, to }) => isGlob(from) && isClean(to)))],
  ];
  return checks.filter(([, good]) => !good).map(([field]) => field);
}

/** Whether a platform is meant for a system, as a LabelSelector says it. */
export function selects({ selector }: KrewPlatform, os: string, arch: string): boolean {
  const labels: Record<string, string> = { os, arch };
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === 'In' ? listed : operator === 'NotIn' && !listed;
    })
  );
}

function isInside(path: string): boolean {
  return !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..');
}

function isGlob(from: string | undefined): boolean {
  return from !== undefined && from !== '' && isInside(from);
}

/** krew wants the path as Go's filepath.Clean leaves it: not `./x`. */
function isClean(to: string | undefined): boolean {
  return (
    to !== undefined && to !== '' && isInside(to) && posix.normalize(to) === to && (to === '.' || !to.endsWith('/'))
  );
}

export interface ArchiveEntry {
  readonly name: string;
  readonly folder: boolean;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since 1970. */
  readonly time: number;
  readonly owner: string;
  readonly bytes: Buffer;
}

/** What is in an archive, as krew reads it: it tells the kind by its first bytes and takes files and folders only. */
export function readArchive(archive: Buffer): ArchiveEntry[] {
  const entries = archive[0] === 0x1f && archive[1] === 0x8b ? readTar(gunzipSync(archive)) : readZip(archive);
  for (const { name } of entries) {
    if (name.includes('..') || name.startsWith('/')) throw new Error(`refusing to unpack ${name}`);
  }
  return entries;
}

function readTar(tar: Buffer): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const text = (start: number, length: number): string =>
      tar.toString('latin1', at + start, at + start + length).replace(/\0.*$/s, '');
    const octal = (start: number, length: number): number => Number.parseInt(text(start, length).trim(), 8);
    const type = text(156, 1);
    if (type !== '0' && type !== '5') throw new Error(`unable to handle file type ${type.charCodeAt(0)}`);
    const size = octal(124, 12);
    const bytes = tar.subarray(at + 512, at + 512 + size);
    const owner = `${octal(108, 8)}:${octal(116, 8)}`;
    entries.push({ name: text(0, 100), folder: type === '5', mode: octal(100, 8), time: octal(136, 12), owner, bytes });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

function readZip(zip: Buffer): ArchiveEntry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0) throw new Error('neither a gzip tar nor a zip');
  const entries: ArchiveEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, length] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const name = zip.toString('utf8', at + 46, at + 46 + length);
    const start = zip.readUInt32LE(at + 42);
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(data, data + size);
    const unix = zip.readUInt32LE(at + 38) >>> 16;
    const date = zip.readUInt16LE(at + 14);
    entries.push({
      name,
      folder: name.endsWith('/'),
      mode: unix & 0o777,
      time: Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31) / 1000,
      owner: '0:0',
      bytes: method === 8 ? inflateRawSync(packed) : packed,
    });
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

export interface Installed {
  /** Where the files are. */
  readonly store: string;
  /** What is put on the PATH. */
  readonly link: string;
}

/** Installs an archive below `root` as krew does: checks the hash, unpacks, applies `files`, links the entry. */
export function installLikeKrew(
  { metadata, spec }: KrewManifest,
  { sha256, bin = '', files = [{ from: '*', to: '.' }] }: KrewPlatform,
  archive: Buffer,
  root: string,
): Installed {
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== sha256) throw new Error(`checksum does not match, want: ${sha256}, got ${found}`);
  const unpacked = join(root, 'unpacked');
  for (const { name, folder, mode, bytes } of readArchive(archive)) {
    const path = join(unpacked, name);
    mkdirSync(folder ? path : dirname(path), { recursive: true });
    if (!folder) {
      writeFileSync(path, bytes);
      chmodSync(path, mode);
    }
  }
  const store = join(root, 'store', metadata?.name ?? '', spec?.version ?? '');
  mkdirSync(store, { recursive: true });
  for (const { from = '', to = '' } of files) {
    const pattern = new RegExp(
      `^${from
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '[^/]*')
        .replace(/\?/g, '[^/]')}$`,
    );
    const matches = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) => pattern.test(name));
    if (matches.length === 0) throw new Error(`no files in the plugin archive matched the glob pattern=${from}`);
    for (const name of matches)
      cpSync(join(unpacked, name), join(store, to, posix.basename(name)), { recursive: true });
  }
  const target = join(store, bin);
  if (!existsSync(target) || relative(store, target).startsWith('..')) throw new Error(`there is no ${bin}`);
  if ((statSync(target).mode & 0o111) === 0) throw new Error(`${bin} cannot be executed`);
  const link = join(
    root,
    'bin',
    `kubectl-${metadata?.name?.replaceAll('-', '_')}${bin.endsWith('.exe') ? '.exe' : ''}`,
  );
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link);
  return { store, link };
}
