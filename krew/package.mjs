// Makes the archives of a release on one Linux machine, with npm as the only source: six that need no Node, a small one that uses an installed
// one, and beside them the krew manifest, a list of what is in them (CycloneDX) and their hashes. The same sources give the same bytes.
// Usage: npm run package [-- FOLDER [PLATFORM…]], for example `npm run package -- release linux-amd64`.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { tarGz, zip } from './archives.mjs';
import { bundledPackages, sbom, thirdPartyLicenses } from './licenses.mjs';
import { renderManifest } from './manifest.mjs';
import { binaryPath, fetchBinaries, nodeLicense, nodeVersion, platforms, sha256 } from './node-binaries.mjs';
import { executable } from './sea.mjs';

const root = join(import.meta.dirname, '..');
const [, , folder = 'release', ...only] = process.argv;
const outdir = resolve(folder);
const wanted = only.length > 0 ? only : Object.keys(platforms);
const unknown = wanted.filter((platform) => !(platform in platforms));
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; there are: ${Object.keys(platforms).join(', ')}`);

fetchBinaries(wanted);
const builder = binaryPath('linux-amd64');
// Another Node has another zlib, which packs differently, and another V8, whose caches are refused.
if (process.version === `v${nodeVersion}`) makeAll();
else process.exitCode = spawnSync(builder, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;

function makeAll() {
  const stage = mkdtempSync(join(tmpdir(), 'podlife-package-'));
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    buildInto(stage, version);
    const packages = bundledPackages(JSON.parse(readFileSync(join(stage, 'dist/meta.json'), 'utf8')));
    const common = commonEntries(stage, packages);
    rmSync(outdir, { recursive: true, force: true });
    mkdirSync(outdir, { recursive: true });
    const hashes = {};
    const write = (name, bytes) => {
      writeFileSync(join(outdir, name), bytes);
      hashes[name] = sha256(bytes);
      process.stdout.write(`${hashes[name]}  ${name} (${(bytes.length / 1e6).toFixed(1)} MB)\n`);
    };
    for (const platform of wanted) {
      const entries = [...beside(platform, common), ...withNode(platform, join(stage, 'dist'))];
      if (platform.startsWith('windows')) write(`podlife-${platform}.zip`, zip(entries));
      else write(`podlife-${platform}.tar.gz`, tarGz(entries));
    }
    write(
      'podlife-node.tar.gz',
      tarGz([...common, script('bin/kubectl_complete-podlife', 'bin/kubectl_complete-podlife')]),
    );
    const binaries = Object.fromEntries(wanted.map((platform) => [platform, platforms[platform].sha256]));
    write('podlife.cdx.json', json(sbom({ version, packages, nodeVersion, binaries })));
    if (only.length === 0) {
      const template = readFileSync(join(root, 'krew/podlife.template.yaml'), 'utf8');
      const manifest = renderManifest(template, version, hashes);
      write('podlife.yaml', Buffer.from(manifest));
      writeFileSync(join(root, 'krew/podlife.yaml'), manifest);
    }
    const lines = Object.entries(hashes).map(([name, hash]) => `${hash}  ${name}\n`);
    writeFileSync(join(outdir, 'SHA256SUMS'), lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(''));
  } finally {
    rmSync(stage, { recursive: true });
  }
}

/** The bundles, trained with the Node that goes into the archives, as they lie in a checkout. */
function buildInto(stage, version) {
  cpSync(join(root, 'bin'), join(stage, 'bin'), { recursive: true });
  writeFileSync(join(stage, 'package.json'), json({ name: 'kubectl-podlife', version, license: 'Apache-2.0' }));
  const args = [join(root, 'krew/build.mjs'), join(stage, 'dist'), builder];
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
}

/** What is in every archive. */
function commonEntries(stage, packages) {
  const left = ['dist/meta.json', 'bin/kubectl_complete-podlife'];
  const program = entriesOf(stage).filter(({ name }) => !left.includes(name) && !name.endsWith('.cache'));
  return [
    ...program,
    { name: 'LICENSE', mode: 0o644, bytes: readFileSync(join(root, 'LICENSE')) },
    { name: 'THIRD_PARTY_LICENSES', mode: 0o644, bytes: Buffer.from(thirdPartyLicenses(packages)) },
  ];
}

function entriesOf(stage) {
  return readdirSync(stage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => {
      const name = relative(stage, file);
      return { name, mode: name === 'bin/kubectl-podlife' ? 0o755 : 0o644, bytes: readFileSync(file) };
    });
}

/** What lies beside the program of a platform: not what is in its executable. */
function beside(platform, common) {
  if (platform.startsWith('darwin')) return common;
  return common.filter(({ name }) => !/^(bin\/|dist\/[\w-]+\.cjs$)/.test(name));
}

function script(name, source) {
  return { name, mode: 0o755, bytes: readFileSync(join(root, source)) };
}

/** What makes the program run on a platform without an installed Node. */
function withNode(platform, dist) {
  const license = { name: 'LICENSE.node', mode: 0o644, bytes: readFileSync(nodeLicense) };
  const node = binaryPath(platform);
  if (platform.startsWith('darwin')) {
    // macOS runs no program whose signature is broken: Node stays as it is signed.
    return [
      license,
      { name: 'node', mode: 0o755, bytes: readFileSync(node) },
      script('kubectl-podlife', 'krew/launcher.sh'),
      script('kubectl_complete-podlife', 'bin/kubectl_complete-podlife'),
    ];
  }
  const windows = platform.startsWith('windows');
  const bytes = executable(platform, node, builder, dist);
  return [
    license,
    { name: windows ? 'kubectl-podlife.exe' : 'kubectl-podlife', mode: 0o755, bytes },
    ...(windows ? [] : [script('kubectl_complete-podlife', 'bin/kubectl_complete-podlife')]),
  ];
}

function json(value) {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
