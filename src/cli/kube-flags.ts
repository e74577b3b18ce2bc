import type { ParsedArgs } from './args.ts';

/** The connection flags as given. */
export function kubeFlagsOf(args: ParsedArgs): Record<string, unknown> {
  return Object.fromEntries(args.strings);
}
