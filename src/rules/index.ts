import type { Rule } from '../core/rule.ts';
import { configurationRules } from './configuration/index.ts';
import { crashRules } from './crash/index.ts';
import { documentRules } from './document/index.ts';
import { imageRules } from './image/index.ts';
import { initRules } from './init/index.ts';
import { nodeRules } from './node/index.ts';
import { outcomeRules } from './outcome/index.ts';
import { ownerRules } from './owner/index.ts';
import { placementRules } from './placement/index.ts';
import { preparationRules } from './preparation/index.ts';
import { probesRules } from './probes/index.ts';
import { readinessRules } from './readiness/index.ts';
import { resourcesRules } from './resources/index.ts';
import { rolloutRules } from './rollout/index.ts';
import { schedulingRules } from './scheduling/index.ts';
import { shutdownRules } from './shutdown/index.ts';
import { startRules } from './start/index.ts';
import { terminationRules } from './termination/index.ts';

/** Every rule, by topic in the order of a pod's life, then by id. A test holds the lists equal to the folders. */
export const rules: readonly Rule[] = [
  ...ownerRules,
  ...schedulingRules,
  ...preparationRules,
  ...imageRules,
  ...startRules,
  ...crashRules,
  ...readinessRules,
  ...nodeRules,
  ...terminationRules,
  ...outcomeRules,
  ...documentRules,
  ...probesRules,
  ...shutdownRules,
  ...rolloutRules,
  ...initRules,
  ...resourcesRules,
  ...configurationRules,
  ...placementRules,
];
