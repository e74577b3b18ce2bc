// Prints what podlife costs as ratios to `node -e 0`, all variants interleaved in one run so that the machine's moods hit them alike.
// With the archive of `npm run package` there, that is measured as well, against the Node that is in it and against kubectl.
// Usage: npm run bench [-- ROUNDS]
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { stringify } from 'yaml';

const root = join(import.meta.dirname, '../..');
const rounds = Number(process.argv[2] ?? 10);
const inARow = 4;
const bin = join(root, 'bin/kubectl-podlife');
const folder = mkdtempSync(join(tmpdir(), 'podlife-bench-'));

const recording = JSON.parse(gunzipSync(readFileSync(join(root, 'test/fixtures/recordings/shop-frontend-3.json.gz'))));
const file = join(folder, 'objects.json');
writeFileSync(file, JSON.stringify(recording.objects));

const server = await startServer();
const plainServer = await startServer(true);
const pod = recording.objects.items.find(({ kind }) => kind === 'Pod').metadata;
const target = [`pod/${pod.name}`, '-n', pod.namespace];
const manifest = join(folder, 'one.yaml');
const container = { name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] };
writeFileSync(
  manifest,
  stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }),
);
const lint = ['lint', manifest, '--fail-on', 'never'];
const live = ['explain', ...target, '--kubeconfig', server.kubeconfig];
const plain = ['explain', ...target, '--kubeconfig', plainServer.kubeconfig];
const archive = unpackedArchive();
await measure(bin, live);
const floor = [join(import.meta.dirname, 'requests.cjs'), server.url, server.authority, ...new Set(server.paths())];
const variants = {
  'node -e 0': [process.execPath, ['-e', '0']],
  '--version': [bin, ['--version']],
  'demo wrong-port': [bin, ['demo', 'wrong-port']],
  'explain -f': [bin, ['explain', ...target, '-f', file]],
  'explain (loopback server)': [bin, live],
  'Node: the same requests': [process.execPath, floor],
  'lint one.yaml': [bin, lint],
  ...(archive && {
    'node in the archive -e 0': [archive.node, ['-e', '0']],
    'archive: version': [archive.bin, ['version']],
    'archive: lint one.yaml': [archive.bin, lint],
    'archive: explain (loopback)': [archive.bin, live],
    'archive: explain (plain HTTP)': [archive.bin, plain],
    'archive: its Node, requests': [archive.node, ['--use-openssl-ca', ...floor]],
    'archive: __complete': [archive.bin, ['__complete', 'explain', '--']],
  }),
  ...(spawnSync('kubectl', ['version', '--client']).status === 0 && {
    'kubectl version --client': ['kubectl', ['version', '--client']],
  }),
};
/** Variants that are compared with the Node of the archive. */
const ofArchive = (name) => archive && /archive|kubectl/.test(name);

const cpu = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
const wall = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
for (const [program, args] of Object.values(variants)) await measure(program, args);
for (let round = 0; round < rounds; round++) {
  for (const [name, [program, args]] of shuffled(Object.entries(variants), round)) {
    const result = await measure(program, args);
    cpu[name].push(result.cpu);
    wall[name].push(result.wall);
  }
}

const bases = Object.fromEntries(
  Object.keys(variants).map((name) => {
    const base = ofArchive(name) ? 'node in the archive -e 0' : 'node -e 0';
    return [name, { cpu: median(cpu[base]), wall: median(wall[base]) }];
  }),
);
print(`${'variant'.padEnd(31)}${'cpu ms'.padStart(8)}${'x'.padStart(7)}${'wall ms'.padStart(10)}${'x'.padStart(7)}`);
for (const name of Object.keys(variants)) {
  const [c, w] = [median(cpu[name]), median(wall[name])];
  const base = bases[name];
  const ratio = (value, of) => (value / of).toFixed(2).padStart(7);
  print(
    name.padEnd(31) + c.toFixed(1).padStart(8) + ratio(c, base.cpu) + w.toFixed(1).padStart(10) + ratio(w, base.wall),
  );
}
await server.stop();
await plainServer.stop();
print(`requests of one explain against the server: ${floor.length - 3} (a pod whose probe kills it)`);
rmSync(folder, { recursive: true });
await import('./lint.mjs');
await import('./fit.mjs');

function print(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * The archive for this machine as krew would install it, and its Node; undefined where `npm run package` has not made it. Both are written the
 * same way: how a program came onto the disk changes what its pages cost by a twentieth.
 */
function unpackedArchive() {
  const file = join(root, 'release/podlife-linux-amd64.tar.gz');
  const { version } = JSON.parse(readFileSync(join(root, 'krew/node.json'), 'utf8'));
  const node = join(root, `node_modules/.cache/podlife/node-${version}/linux-amd64/node`);
  if (!existsSync(file) || !existsSync(node)) return undefined;
  const store = join(folder, 'store');
  mkdirSync(store);
  execFileSync('tar', ['-xzf', file, '-C', store]);
  const [bin, bare] = [join(store, 'kubectl-podlife'), join(store, 'node')];
  for (const [from, to] of [
    [bin, bin],
    [node, bare],
  ]) {
    const bytes = readFileSync(from);
    rmSync(to, { force: true });
    writeFileSync(to, bytes, { mode: 0o755 });
  }
  return { node: bare, bin };
}

/**
 * Runs a program and returns its CPU time (user and system, as bash's `time` reads them from the kernel) and wall time in ms: the mean of a few
 * runs, because bash counts whole milliseconds.
 */
function measure(program, args) {
  const script = `TIMEFORMAT="%3R %3U %3S"; time for run in {1..${inARow}}; do "$@" >/dev/null || exit; done`;
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script, 'bench', program, ...args]);
    let output = '';
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (status) => {
      if (status !== 0) return reject(new Error(`${program} ${args.join(' ')} ended with ${status}: ${output}`));
      const [real, user, system] = output.trim().split('\n').at(-1).split(' ').map(Number);
      resolve({ cpu: ((user + system) * 1000) / inARow, wall: (real * 1000) / inARow });
    });
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A different order in each round, the same in each run. */
function shuffled(list, round) {
  const turned = [...list.slice(round % list.length), ...list.slice(0, round % list.length)];
  return round % 2 ? turned.reverse() : turned;
}

/** The replay server of the tests, which is TypeScript: bundled into the folder first. */
async function startServer(plain = false) {
  const support = join(root, 'test/support');
  const entry = `export { ApiServer, tlsFiles } from '${support}/api-server.ts'; export { kubeconfigText } from '${support}/kubeconfig.ts';
    export { newestTime } from '${root}/src/dump/newest-time.ts';`;
  const bundle = join(folder, `server-${plain}.mjs`);
  await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    define: { 'import.meta.dirname': JSON.stringify(support) },
    logLevel: 'error',
  });
  const { ApiServer, kubeconfigText, newestTime, tlsFiles } = await import(bundle);
  const objects = recording.objects.items;
  const api = await ApiServer.start({ objects, now: newestTime(objects), plain });
  const kubeconfig = join(folder, `kubeconfig-${plain}`);
  // As kubectl writes it: YAML.
  writeFileSync(kubeconfig, stringify(JSON.parse(kubeconfigText({ server: api.url }))));
  return {
    kubeconfig,
    url: api.url,
    authority: tlsFiles.authority,
    paths: () => api.requests.map(({ path }) => path),
    stop: () => api.stop(),
  };
}
