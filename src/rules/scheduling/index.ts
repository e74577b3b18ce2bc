import type { Rule } from '../../core/rule.ts';
import { nodeNameUnknown } from './node-name-unknown.ts';

/** Rules of the topic, by id. */
export const schedulingRules: readonly Rule[] = [nodeNameUnknown];
