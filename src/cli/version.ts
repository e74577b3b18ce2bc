import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the package, from its package.json, which lies above the sources as well as above the bundle. */
export function version(): string {
  for (const up of ['..', '../..']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, up, 'package.json'), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
    } catch {
      // Not here: the sources lie one folder deeper than the bundle.
    }
  }
  return 'unknown';
}
