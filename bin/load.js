'use strict';
// Loads the bundles of dist with the code caches beside them. A cache of another Node is rejected by V8 and does no harm.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const { Script } = require('node:vm');

const training = process.env.PODLIFE_TRAIN === '1';

/** The `require` of the bundles in a folder: of one another, and of Node's own modules. */
function loader(folder) {
  /** Bundles that are loaded already: several of them may need the same one. */
  const loaded = new Map();

  function load(name) {
    const known = loaded.get(name);
    if (known) return known.exports;
    const file = join(folder, name);
    const cache = `${file.slice(0, -'.cjs'.length)}.cache`;
    // The build leaves a function of ASCII alone.
    const source = readFileSync(file, 'latin1');
    const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
    // Without its folder, which would be in the cache: archives are the same wherever they are made.
    const script = new Script(source, { filename: `podlife/${basename(file)}`, cachedData });
    const module = { exports: {} };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, requireOf, module, file, folder);
    if (training) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
    return module.exports;
  }

  const requireOf = (name) => (name.startsWith('./') ? load(name) : require(name));
  return requireOf;
}

module.exports = { loader };
