import type { Rule } from '../../core/rule.ts';
import { barePod } from './bare-pod.ts';
import { cronjobMisses } from './cronjob-misses.ts';
import { cronjobOverlap } from './cronjob-overlap.ts';
import { jobLeftovers } from './job-leftovers.ts';
import { jobNeverGivesUp } from './job-never-gives-up.ts';
import { jobRetriesNothing } from './job-retries-nothing.ts';
import { jobSidecarNeverEnds } from './job-sidecar-never-ends.ts';
import { pdbBlocksDrain } from './pdb-blocks-drain.ts';
import { progressDeadlineShort } from './progress-deadline-short.ts';
import { restartPolicyInvalid } from './restart-policy-invalid.ts';
import { rolloutDeadlock } from './rollout-deadlock.ts';

/** Rules of the topic, by id. */
export const rolloutRules: readonly Rule[] = [
  barePod,
  cronjobMisses,
  cronjobOverlap,
  jobLeftovers,
  jobNeverGivesUp,
  jobRetriesNothing,
  jobSidecarNeverEnds,
  pdbBlocksDrain,
  progressDeadlineShort,
  restartPolicyInvalid,
  rolloutDeadlock,
];
