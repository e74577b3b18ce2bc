import type { Rule } from '../../core/rule.ts';
import { commandNotExecutable } from './command-not-executable.ts';
import { commandNotFound } from './command-not-found.ts';
import { containerCreateFailed } from './container-create-failed.ts';
import { postStartHookFailed } from './post-start-hook-failed.ts';
import { runAsNonRoot } from './run-as-non-root.ts';

/** Rules of the topic, by id. */
export const startRules: readonly Rule[] = [
  commandNotExecutable,
  commandNotFound,
  containerCreateFailed,
  postStartHookFailed,
  runAsNonRoot,
];
