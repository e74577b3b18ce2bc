'use strict';
// Loads the bundles of dist with the code caches beside them. A cache of another Node is rejected by V8 and does no harm.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const { Script } = require('node:vm');

/**
 * Set by the build: caches are written at the end. `cold`: without V8's marks on functions that were called a lot, which it would compile to
 * machine code as soon as they are called once; that pays in long runs only.
 */
const training = process.env.PODLIFE_TRAIN;
if (training === 'cold') withSparkplug(false);

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
    const script = asUsual(() => new Script(source, { filename: `podlife/${basename(file)}`, cachedData }));
    const module = { exports: {} };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, requireOf, module, file, folder);
    if (training)
      process.on('exit', () =>
        writeFileSync(
          cache,
          asUsual(() => script.createCachedData()),
        ),
      );
    return module.exports;
  }

  const requireOf = (name) => (name.startsWith('./') ? load(name) : require(name));
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

module.exports = { loader };
