import type { KnownError } from '../core/errors.ts';
import { clean } from '../render/text/clean.ts';
import type { Io } from './io.ts';

/** One sentence on stderr, as kubectl puts it, with what to do about it. */
export function reportError(error: KnownError, io: Io): void {
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  io.stderr(`error: ${clean(error.message).replace(/\n+/g, ' ')}${clean(hint)}\n`);
}
