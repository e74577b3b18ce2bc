'use strict';
const { fstatSync, statSync, writeSync } = require('node:fs');

/** A terminal is left to Node. Files and pipes are written to directly: Node's streams for them cost a quarter of its own start. */
function output(fd, stream) {
  if (process.platform !== 'win32' && !mayBeTerminal(fd)) {
    return { isTerminal: false, columns: undefined, write: writer(fd) };
  }
  const { isTTY = false, columns } = stream();
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  stream().on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return { isTerminal: isTTY, columns, write: (text) => stream().write(text) };
}

function mayBeTerminal(fd) {
  try {
    const status = fstatSync(fd);
    if (!status.isCharacterDevice() || status.rdev === statSync('/dev/null').rdev) return false;
    // Not asked of everything: to load what answers takes milliseconds.
    return require('node:tty').isatty(fd);
  } catch {
    return true;
  }
}

function writer(fd) {
  let closed = false;
  return (text) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length && !closed;) {
      try {
        done += writeSync(fd, bytes, done);
      } catch (error) {
        if (error.code === 'EPIPE') closed = true;
        else if (error.code !== 'EAGAIN') throw error;
        // The reader is slower than this, and the pipe is one that does not wait.
        else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  };
}

module.exports = { output };
