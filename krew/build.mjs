// Bundles src into dist: main.cjs (tiny: version, errors), program.cjs (arguments and help), reading.cjs (what explains), lint.cjs,
// complete.cjs (what a shell asks at the prompt) and kube.cjs (the connection).
// Each is loaded when it is needed, with a V8 code cache that is taken here after a training run and ignored where it does not fit.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

// Usage: node krew/build.mjs [FOLDER [NODE]]; NODE is the one that the caches are for.
const [, , outdir = 'dist', node = process.execPath] = process.argv;

/** Entry points, and the lazy imports of the sources that lead from one bundle to another. */
const bundles = {
  main: 'src/main.ts',
  program: 'src/cli/program.ts',
  reading: 'src/cli/commands/reading.ts',
  lint: 'src/cli/commands/lint.ts',
  complete: 'src/cli/commands/complete.ts',
  kube: 'src/kube/connect.ts',
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

/** Of yargs only the parser is used; what it looks up of its surroundings for the rest is not. */
const parserOnly = {
  name: 'parser-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /platform-shims\/esm\.mjs$/ }, ({ path }) => ({ path, namespace: 'no-shim' }));
    onLoad({ filter: /.*/, namespace: 'no-shim' }, () => ({ contents: 'export default {};' }));
  },
};

/** cli-table3 asks for the width of every cell several times; plain ASCII needs no table of Unicode to answer. */
const quickWidth = {
  name: 'quick-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ importer, resolveDir }) =>
      importer.includes('cli-table3')
        ? { path: 'string-width', namespace: 'quick-width', pluginData: { resolveDir } }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'quick-width' }, ({ pluginData }) => ({
      contents:
        "const exact = require('string-width'); module.exports = (text) => (/^[ -~]*$/.test(text) ? text.length : exact(text));",
      resolveDir: pluginData.resolveDir,
    }));
  },
};

const result = await build({
  entryPoints: bundles,
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
    'import.meta.url': '__metaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  banner: { js: "const __metaUrl = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [lazyBundles, leanClient, parserOnly, quickWidth],
});

// Only now: sources that cannot be bundled leave the last build as it was.
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
for (const { path, text } of result.outputFiles) writeFileSync(path, asFunction(text));
writeFileSync(join(outdir, 'meta.json'), JSON.stringify(result.metafile));
cpSync('src/dump/demo', join(outdir, 'demo'), { recursive: true });
cpSync('src/render/schema', join(outdir, 'schema'), { recursive: true });
cpSync('src/rules', join(outdir, 'rules'), { recursive: true, filter: (path) => !path.endsWith('.ts') });

// The training runs: what they compile is in the caches. The last one asks a server that is not there.
const training = [
  [['lint', 'krew/training.yaml', '--color', 'always', '--fail-on', 'never'], 0],
  [['__complete', 'explain', '--'], 0],
  [['demo', 'wrong-port'], 0],
  [['explain', 'x', '--server', 'http://127.0.0.1:1', '--request-timeout', '1s'], 2],
];
for (const [args, expected] of training) {
  // The seed makes the same sources give the same caches.
  const { status, stderr } = spawnSync(node, ['--random-seed=1', join(outdir, '../bin/kubectl-podlife'), ...args], {
    env: { PATH: process.env.PATH, TZ: 'UTC', PODLIFE_TRAIN: '1' },
    encoding: 'utf8',
  });
  if (status !== expected) throw new Error(`the bundle does not run: ${stderr}`);
}

/** What bin/load.js runs. One character beyond ASCII, which esbuild leaves in regular expressions, would make V8 keep twice the bytes. */
function asFunction(text) {
  const ascii = text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `(function (exports, require, module, __filename, __dirname) {${ascii}\n})`;
}
