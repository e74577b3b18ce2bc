'use strict';
// What every start runs first; the build makes one file of it and of what it needs, dist/start.cjs.
const { basename } = require('node:path');
const { filesIn, loader } = require('./load.js');
const { output } = require('./output.js');

/** Runs the program whose bundles lie in a folder; an executable that has them in itself gives them by name. */
function start(dist, bytesOf = filesIn(dist)) {
  // The launcher of the archives keeps what the user gives to Node away from this one; login plugins get it back.
  const { PODLIFE_NODE_OPTIONS: nodeOptions } = process.env;
  if (nodeOptions !== undefined) {
    process.env.NODE_OPTIONS = nodeOptions;
    delete process.env.PODLIFE_NODE_OPTIONS;
  }

  const stdout = output(1, () => process.stdout);
  const stderr = output(2, () => process.stderr);

  const io = {
    stdout: stdout.write,
    stderr: stderr.write,
    stdin: async () => {
      const chunks = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    env: process.env,
    isTerminal: stdout.isTerminal,
    isErrorTerminal: stderr.isTerminal,
    columns: stdout.columns,
    programName: basename(process.argv[1] ?? '').startsWith('kubectl-') ? 'kubectl podlife' : 'podlife',
  };

  const { main } = loader(dist, bytesOf)('./main.cjs');
  main(process.argv.slice(2), io).then((code) => {
    process.exitCode = code;
    // All that was written is out, but perhaps on Windows: Node need not close connections and take its heap apart piece by piece.
    if (process.platform !== 'win32') process.exit();
  });
}

module.exports = { start };
