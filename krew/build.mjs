// Bundles bin/start.js and src into dist: start.cjs (loads the others), main.cjs (arguments and help), reading.cjs (what explains), lint.cjs,
// complete.cjs (what a shell asks at the prompt) and kube.cjs (the connection).
// Each is loaded when it is needed, with a V8 code cache that is taken here after a training run and ignored where it does not fit.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { stringify } from 'yaml';

// Usage: node krew/build.mjs [FOLDER [NODE]]; NODE is the one that the caches are for.
const [, , outdir = 'dist', node = process.execPath] = process.argv;

/** Entry points, and the lazy imports of the sources that lead from one bundle to another. */
const bundles = {
  main: 'src/main.ts',
  reading: 'src/cli/commands/reading.ts',
  lint: 'src/cli/commands/lint.ts',
  rules: 'src/rules/index.ts',
  complete: 'src/cli/commands/complete.ts',
  kube: 'src/kube/connect.ts',
  proxy: 'src/kube/proxy-agent.ts',
};
const bundleOf = new Map(Object.entries(bundles).map(([name, file]) => [resolve(file), name]));

const lazyBundles = {
  name: 'lazy-bundles',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' ? bundleOf.get(resolve(resolveDir, path)) : undefined;
      return name ? { path: `./${name}.cjs`, external: true } : undefined;
    });
  },
};

/** client-node's configuration pulls in every API model and the login flows that podlife does itself; none of it is used. */
const leanClient = {
  name: 'lean-client',
  setup({ onResolve, onLoad }) {
    const stubbed = /(azure|gcp|oidc|exec|file)_auth\.js$/;
    onResolve({ filter: /^\.\/(gen\/index|\w+_auth)\.js$/ }, ({ path, importer }) => {
      if (basename(importer) !== 'config.js' || !importer.includes('client-node')) return undefined;
      if (!path.includes('gen/') && !stubbed.test(path)) return undefined;
      return { path, namespace: 'lean-client', pluginData: { importer } };
    });
    onLoad({ filter: /.*/, namespace: 'lean-client' }, ({ path, pluginData }) => {
      if (path.includes('gen/')) {
        return {
          contents:
            "export { createConfiguration } from './gen/configuration.js'; export { ServerConfiguration } from './gen/servers.js';",
          resolveDir: join(pluginData.importer, '..'),
        };
      }
      const names = ['AzureAuth', 'ExecAuth', 'FileAuth', 'GoogleCloudPlatformAuth', 'OpenIDConnectAuth'];
      const none = names.map((name) => `export class ${name} { isAuthProvider() { return false; } }`).join('\n');
      return { contents: none };
    });
    onResolve({ filter: /^(encoding|whatwg-url|js-yaml)$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents:
        'export const URL = globalThis.URL; export const URLSearchParams = globalThis.URLSearchParams; export default {};',
    }));
  },
};

/** What podlife says of colour is its own: chalk need not load Node's terminal to ask. */
const noColorProbe = {
  name: 'no-color-probe',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#supports-color$/ }, ({ path }) => ({ path, namespace: 'no-color-probe' }));
    onLoad({ filter: /.*/, namespace: 'no-color-probe' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};

/**
 * Modules that cost milliseconds and that most runs do not use: each name that the sources import from them is loaded when it is first
 * called. Packages are bundles of their own. What the sources import dynamically is late already, and whole.
 */
const lateModules = {
  chalk: ['Chalk'],
  'string-width': ['default'],
  yaml: ['parse', 'stringify'],
  'node:child_process': ['spawn'],
  'node:crypto': ['X509Certificate'],
  'node:tls': ['createSecureContext'],
  'node:zlib': ['gunzip', 'gunzipSync', 'gzipSync'],
};
const latePackages = Object.keys(lateModules).filter((name) => !name.startsWith('node:'));
const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[\w:-]+$/ }, ({ path, importer, kind }) =>
      path in lateModules && importer.startsWith(resolve('src')) && kind === 'import-statement'
        ? { path, namespace: 'late' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => {
      const file = path.startsWith('node:') ? path : `./${path}.cjs`;
      // Called with `new`, a function that returns an object gives that object.
      const lines = lateModules[path].map(
        (name) =>
          `export ${name === 'default' ? name : ''} function ${name === 'default' ? '' : name}(...args) { const { ${name}: it } = load(); return new.target ? new it(...args) : it(...args); }`,
      );
      return { contents: `const load = () => require(${JSON.stringify(file)});\n${lines.join('\n')}`, loader: 'js' };
    });
    onResolve({ filter: /^\.\//, namespace: 'late' }, ({ path }) => ({ path, external: true }));
  },
};

/** Node's promises of files cost milliseconds to load, and a program that does one thing at a time gains nothing by them. */
const plainFiles = {
  name: 'plain-files',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:fs\/promises$/ }, ({ path, importer }) =>
      importer.startsWith(resolve('src')) ? { path, namespace: 'plain-files' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'plain-files' }, () => {
      const names = ['chmod', 'readFile', 'readdir', 'realpath', 'rename', 'rm', 'stat', 'writeFile'];
      const calls = { realpath: 'realpathSync.native' };
      const lines = names.map(
        (name) => `export const ${name} = async (...args) => fs.${calls[name] ?? `${name}Sync`}(...args);`,
      );
      const open = "export const open = (...args) => require('node:fs/promises').open(...args);";
      return { contents: ["const fs = require('node:fs');", ...lines, open].join('\n') };
    });
  },
};

/** esbuild would copy all that is in Node's modules for HTTP first; and who speaks plain HTTP needs nothing of TLS. */
const httpModules = {
  name: 'http-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:https?$/ }, ({ path, importer }) =>
      importer.startsWith(resolve('src')) ? { path, namespace: 'http-modules' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'http-modules' }, ({ path }) => ({
      contents:
        path === 'node:http'
          ? "export default require('node:http');"
          : "const load = () => require('node:https'); export default { get Agent() { return load().Agent; }, request: (...args) => load().request(...args) };",
    }));
  },
};

/** Of yargs only the parser is used; what it looks up of its surroundings for the rest is not. */
const parserOnly = {
  name: 'parser-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /platform-shims\/esm\.mjs$/ }, ({ path }) => ({ path, namespace: 'no-shim' }));
    onLoad({ filter: /.*/, namespace: 'no-shim' }, () => ({ contents: 'export default {};' }));
  },
};

/** cli-table3 asks for the width of every cell several times: most need no table of Unicode to answer. */
const quickWidth = {
  name: 'quick-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ path, importer }) =>
      importer.includes('cli-table3') ? { path, namespace: 'quick-width' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'quick-width' }, () => ({
      contents: "module.exports = require('./wrap.ts').widthOf;",
      resolveDir: resolve('src/render/text'),
    }));
  },
};

const result = await build({
  entryPoints: { ...bundles, ...Object.fromEntries(latePackages.map((name) => [name, name])) },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outdir,
  outExtension: { '.js': '.cjs' },
  minify: true,
  metafile: true,
  write: false,
  legalComments: 'none',
  supported: { 'dynamic-import': false },
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  plugins: [lazyBundles, leanClient, parserOnly, noColorProbe, late, plainFiles, httpModules, quickWidth],
});

// Only now: sources that cannot be bundled leave the last build as it was.
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
for (const { path, text } of result.outputFiles) writeFileSync(path, asFunction(text));
await build({
  entryPoints: ['bin/start.js'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outfile: join(outdir, 'start.cjs'),
  minify: true,
});
writeFileSync(join(outdir, 'meta.json'), JSON.stringify(result.metafile));
cpSync('src/dump/demo', join(outdir, 'demo'), { recursive: true });
cpSync('src/render/schema', join(outdir, 'schema'), { recursive: true });
cpSync('src/rules', join(outdir, 'rules'), { recursive: true, filter: (path) => !path.endsWith('.ts') });

// The training runs: what they compile is in the caches. The seed makes the same sources give the same caches.
const server = await clusterOf('src/dump/demo/wrong-port.json.gz');
const kubeconfig = join(outdir, 'training.yaml');
writeFileSync(kubeconfig, server.kubeconfig);
const training = [
  ['cold', 'lint', 'krew/training.yaml', '--color', 'always', '--fail-on', 'never'],
  ['cold', '__complete', 'explain', '--'],
  ['hot', 'demo', 'wrong-port'],
  ['hot', 'explain', ...server.target, '--kubeconfig', kubeconfig],
];
for (const [mode, ...args] of training) {
  const child = spawn(node, ['--random-seed=1', join(outdir, '../bin/kubectl-podlife'), ...args], {
    env: { PATH: process.env.PATH, TZ: 'UTC', PODLIFE_TRAIN: mode },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the bundle does not run: ${args.join(' ')}: ${said}`);
}
server.stop();
rmSync(kubeconfig);

/** A cluster that holds the objects of a recording, as far as a training run asks for them. */
async function clusterOf(file) {
  const { items } = JSON.parse(gunzipSync(readFileSync(file)));
  const pathOf = ({ apiVersion, kind, metadata: { namespace, name } }) => [
    apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`,
    ...(namespace ? ['namespaces', namespace] : []),
    `${kind.toLowerCase()}s`,
    name,
  ];
  const answers = new Map(items.map((item) => [pathOf(item).join('/'), item]));
  const api = createServer(({ url }, response) => {
    const [path] = url.split('?');
    const list = [...answers].filter(([key]) => key.slice(0, key.lastIndexOf('/')) === path).map(([, item]) => item);
    const body =
      answers.get(path) ??
      (list.length > 0 ? { kind: `${list[0].kind}List`, metadata: {}, items: list } : { kind: 'Status', code: 404 });
    response.writeHead(body.code ?? 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const { name, namespace } = items.find(({ kind }) => kind === 'Pod').metadata;
  const cluster = { name: 'a', cluster: { server: `http://127.0.0.1:${api.address().port}` } };
  const context = { name: 'a', context: { cluster: 'a' } };
  const config = { apiVersion: 'v1', kind: 'Config', clusters: [cluster], contexts: [context], 'current-context': 'a' };
  return {
    target: [name, '-n', namespace],
    kubeconfig: stringify(config),
    stop: () => api.closeAllConnections() || api.close(),
  };
}

/** What bin/load.js runs. One character beyond ASCII, which esbuild leaves in regular expressions, would make V8 keep twice the bytes. */
function asFunction(text) {
  const ascii = text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `(function (exports, require, module, __filename, __dirname) {${ascii}\n})`;
}
