import type { Rule } from '../../core/rule.ts';
import { envOrder } from './env-order.ts';
import { envShadowed } from './env-shadowed.ts';
import { imagePullPolicy } from './image-pull-policy.ts';
import { imageTagMoves } from './image-tag-moves.ts';
import { mountConflict } from './mount-conflict.ts';
import { secretInPlain } from './secret-in-plain.ts';
import { subPathNoUpdate } from './sub-path-no-update.ts';
import { volumeUndeclared } from './volume-undeclared.ts';
import { volumeUnused } from './volume-unused.ts';

/** Rules of the topic, by id. */
export const configurationRules: readonly Rule[] = [
  envOrder,
  envShadowed,
  imagePullPolicy,
  imageTagMoves,
  mountConflict,
  secretInPlain,
  subPathNoUpdate,
  volumeUndeclared,
  volumeUnused,
];
