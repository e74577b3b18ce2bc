import type { Io } from './io.ts';

/** Milliseconds until somebody who waits is told that something happens, and between two such lines. */
const patience = 2000;
const every = 200;

/** One line on stderr that says how far a long run is; nothing where stderr is no terminal, or the run is short. */
export class Progress {
  readonly #io: Io;
  readonly #now: () => number;
  readonly #started: number;
  #last = 0;
  #shown = false;

  constructor(io: Io, now: () => number = Date.now) {
    this.#io = io;
    this.#now = now;
    this.#started = now();
  }

  tell(text: () => string): void {
    if (this.#io.isErrorTerminal !== true) return;
    const now = this.#now();
    if (now - this.#started < patience || now - this.#last < every) return;
    this.#last = now;
    this.#shown = true;
    this.#io.stderr(`\r\u001b[K${text()}`);
  }

  /** Takes the line away before anything else is said. */
  clear(): void {
    if (this.#shown) this.#io.stderr('\r\u001b[K');
    this.#shown = false;
  }
}
