import type { Rule } from '../../core/rule.ts';
import { imageNameInvalid } from './image-name-invalid.ts';
import { imageNeverPull } from './image-never-pull.ts';
import { imageNotFound } from './image-not-found.ts';
import { imagePlatformMismatch } from './image-platform-mismatch.ts';
import { imagePullDenied } from './image-pull-denied.ts';
import { imagePullSlow } from './image-pull-slow.ts';
import { imageRateLimited } from './image-rate-limited.ts';
import { imageRegistryError } from './image-registry-error.ts';
import { imageRegistryTls } from './image-registry-tls.ts';
import { imageRegistryUnreachable } from './image-registry-unreachable.ts';

/** Rules of the topic, by id. */
export const imageRules: readonly Rule[] = [
  imageNameInvalid,
  imageNeverPull,
  imageNotFound,
  imagePlatformMismatch,
  imagePullDenied,
  imagePullSlow,
  imageRateLimited,
  imageRegistryError,
  imageRegistryTls,
  imageRegistryUnreachable,
];
