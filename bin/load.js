'use strict';
// Loads a bundle of dist with the code cache beside it. A cache of another Node is rejected by V8 and does no harm.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

const training = process.env.PODLIFE_TRAIN === '1';

/** Bundles that are loaded already: several of them may need the same one. */
const loaded = new Map();

function load(file) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const cache = file.replace(/\.cjs$/, '.cache');
  // The build leaves a function of ASCII alone.
  const source = readFileSync(file, 'latin1');
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  // Without its folder, which would be in the cache: archives are the same wherever they are made.
  const script = new Script(source, { filename: `podlife/${basename(file)}`, cachedData });
  const folder = dirname(file);
  const plainRequire = createRequire(file);
  const require = (name) => (/^\.\/\w+\.cjs$/.test(name) ? load(join(folder, name)) : plainRequire(name));
  const module = { exports: {} };
  loaded.set(file, module);
  script.runInThisContext()(module.exports, require, module, file, folder);
  if (training) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
  return module.exports;
}

module.exports = { load };
