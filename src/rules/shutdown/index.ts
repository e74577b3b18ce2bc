import type { Rule } from '../../core/rule.ts';
import { drainMissing } from './drain-missing.ts';
import { gracePeriodTooShort } from './grace-period-too-short.ts';
import { gracePeriodZero } from './grace-period-zero.ts';
import { hookInvalid } from './hook-invalid.ts';
import { httpHookStatusIgnored } from './http-hook-status-ignored.ts';
import { postStartRacesEntrypoint } from './post-start-races-entrypoint.ts';
import { signalNotForwarded } from './signal-not-forwarded.ts';

/** Rules of the topic, by id. */
export const shutdownRules: readonly Rule[] = [
  drainMissing,
  gracePeriodTooShort,
  gracePeriodZero,
  hookInvalid,
  httpHookStatusIgnored,
  postStartRacesEntrypoint,
  signalNotForwarded,
];
