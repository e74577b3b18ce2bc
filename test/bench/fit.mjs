// Prints how the evaluation of one pod grows with the cluster: from 10 to 5,000 nodes with 30 pods each, folded as they come.
// Usage: node test/bench/fit.mjs; npm run bench runs it as well.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

// The heap is measured without garbage.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'podlife-bench-fit-'));
const outfile = join(folder, 'fit.mjs');
const contents = ['fit/evaluate.ts', 'fit/changes.ts', 'fit/node-index.ts']
  .map((file) => `export * from '${root}/src/${file}';`)
  .join('\n');
await build({
  stdin: { contents, resolveDir: root, loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const { fitPod, indexBuilder, smallestChange } = await import(outfile);

const print = (line) => process.stdout.write(`${line}\n`);
const podsPerNode = 30;
const zones = ['a', 'b', 'c'];

function node(at) {
  const labels = { 'kubernetes.io/hostname': `node-${at}`, 'topology.kubernetes.io/zone': zones[at % 3] };
  return {
    metadata: { name: `node-${at}`, labels },
    spec: at % 5 === 0 ? { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } : {},
    status: { allocatable: { cpu: '16', memory: '64Gi', pods: '110' } },
  };
}

function pod(at, nodeName) {
  const name = `app-${at % 400}`;
  const resources = { requests: { cpu: '500m', memory: '1Gi' } };
  return {
    metadata: { namespace: `team-${at % 20}`, name: `${name}-${at}`, uid: `${at}`, labels: { app: name } },
    spec: { nodeName, containers: [{ name: 'app', resources }] },
    status: { phase: 'Running' },
  };
}

const incoming = pod(7, undefined);
incoming.metadata.name = 'incoming';
incoming.metadata.uid = 'incoming';
incoming.spec.containers[0].resources = { requests: { cpu: '2', memory: '4Gi' } };
incoming.spec.topologySpreadConstraints = [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: incoming.metadata.labels },
  },
];

print(
  `${'nodes'.padStart(7)}${'pods'.padStart(9)}${'fold ms'.padStart(10)}${'fit ms'.padStart(9)}${'change ms'.padStart(11)}${'heap MB'.padStart(9)}`,
);
collect();
const before = process.memoryUsage().heapUsed;
for (const count of [10, 100, 1000, 5000]) {
  let start = performance.now();
  const builder = indexBuilder({ nodes: Array.from({ length: count }, (_, at) => node(at)), namespaces: [] });
  for (let at = 0; at < count * podsPerNode; at++) builder.add(pod(at, `node-${at % count}`));
  const index = builder.build();
  const fold = performance.now() - start;
  start = performance.now();
  fitPod(incoming, index);
  const fit = performance.now() - start;
  start = performance.now();
  smallestChange(incoming, index);
  const change = performance.now() - start;
  collect();
  const heap = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20;
  const cell = (value, width) => value.toFixed(1).padStart(width);
  print(
    `${index.nodes.length}`.padStart(7) +
      `${count * podsPerNode}`.padStart(9) +
      cell(fold, 10) +
      cell(fit, 9) +
      cell(change, 11) +
      cell(heap, 9),
  );
}
rmSync(folder, { recursive: true });
