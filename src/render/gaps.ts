import type { Gap } from '../core/evidence.ts';

/** What was asked for and not seen. */
export function gapTexts({ couldNotCheck }: { readonly couldNotCheck: readonly Gap[] }): string[] {
  return couldNotCheck.map(({ what, why, needs }) =>
    needs && why === 'forbidden' ? `${what}: forbidden, needs ${needs.verb} on ${needs.resource}` : `${what}: ${why}`,
  );
}
