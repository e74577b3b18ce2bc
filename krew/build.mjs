// Bundles src into dist: one ES module a lazily loaded part, so that a command loads only what it needs.
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';

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
  metafile: true,
  legalComments: 'none',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
writeFileSync(`${outdir}/meta.json`, JSON.stringify(result.metafile));
