// Bundles src into dist: ES modules, split where the program imports lazily, so that a command loads only what it needs.
import { build } from 'esbuild';
import { cpSync, rmSync, writeFileSync } from 'node:fs';

const outdir = process.argv[2] ?? 'dist';
rmSync(outdir, { recursive: true, force: true });

const result = await build({
  entryPoints: { main: 'src/main.ts' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir,
  outExtension: { '.js': '.mjs' },
  minify: true,
  keepNames: true,
  metafile: true,
  legalComments: 'none',
  // CommonJS packages in the bundle still call require for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

writeFileSync(`${outdir}/meta.json`, JSON.stringify(result.metafile));
cpSync('src/dump/demo', `${outdir}/demo`, { recursive: true });
cpSync('src/render/schema', `${outdir}/schema`, { recursive: true });
cpSync('src/rules', `${outdir}/rules`, { recursive: true, filter: (path) => !path.endsWith('.ts') });
