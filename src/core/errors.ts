/**
 * Something that went wrong outside of podlife: bad input, a refused question. Its message is one clear sentence for the user;
 * it ends the run (or the part of it that it concerns) with exit code 2 and never shows a stack trace.
 */
export class KnownError extends Error {
  /** What the user can do about it, one sentence. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'KnownError';
    this.hint = hint;
  }
}

/** Whether something thrown is a KnownError, also one that another bundle of podlife made. */
export function isKnownError(error: unknown): error is KnownError {
  return error instanceof Error && error.name === 'KnownError';
}
