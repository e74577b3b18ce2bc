import type { Rule } from '../../core/rule.ts';

/** Rules of the topic, by id. */
export const imageRules: readonly Rule[] = [];
