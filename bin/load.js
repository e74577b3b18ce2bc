'use strict';
// Loads the bundles of dist with the code caches beside them. A cache of another Node is rejected by V8 and does no harm.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/**
 * Set by the build: caches are written at the end. `cold`: without V8's marks on functions that were called a lot, which it would compile to
 * machine code as soon as they are called once; that pays in long runs only.
 */
const training = process.env.PODLIFE_TRAIN;
if (training === 'cold') withSparkplug(false);

/** Gives the bytes of the files in a folder; undefined for one that there is not. */
function filesIn(folder) {
  return (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
}

/** The `require` of the bundles in a folder: of one another, and of Node's own modules. `bytesOf` gives them and their caches by name. */
function loader(folder, bytesOf) {
  /** Bundles that are loaded already: several of them may need the same one. */
  const loaded = new Map();

  function load(name) {
    const known = loaded.get(name);
    if (known) return known.exports;
    const cache = name.replace('.cjs', '.cache');
    const bytes = bytesOf(name);
    if (!bytes) throw new Error(`${join(folder, name)} is missing`);
    // The build leaves a function of ASCII alone.
    const source = bytes.latin1Slice();
    // Without its folder, which would be in the cache: archives are the same wherever they are made.
    const script = asUsual(() => new Script(source, { filename: `podlife/${name}`, cachedData: bytesOf(cache) }));
    if (script.cachedDataRejected && process.env.PODLIFE_DEBUG) {
      process.stderr.write(`the cache of ${name} does not fit this Node\n`);
    }
    const module = { exports: {} };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, requireOf, module, join(folder, name), folder);
    if (training) {
      process.on('exit', () =>
        writeFileSync(
          join(folder, cache),
          asUsual(() => script.createCachedData()),
        ),
      );
    }
    return module.exports;
  }

  const requireOf = (name) => (name.startsWith('./') ? load(name.slice(2)) : require(name));
  return requireOf;
}

/** V8 takes a cache under the flags only under which it was made: they have to be those of all other runs. */
function asUsual(work) {
  if (training === 'cold') withSparkplug(true);
  const result = work();
  if (training === 'cold') withSparkplug(false);
  return result;
}

function withSparkplug(on) {
  require('node:v8').setFlagsFromString(on ? '--sparkplug' : '--no-sparkplug');
}

module.exports = { filesIn, loader };
