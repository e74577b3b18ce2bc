import type { Rule } from '../../core/rule.ts';
import { admissionWebhookDenied } from './admission-webhook-denied.ts';
import { invalidPodTemplate } from './invalid-pod-template.ts';
import { jobBackoffLimitExceeded } from './job-backoff-limit-exceeded.ts';
import { jobDeadlineExceeded } from './job-deadline-exceeded.ts';
import { jobFailedByPolicy } from './job-failed-by-policy.ts';
import { jobSuspended } from './job-suspended.ts';
import { limitRangeViolation } from './limit-range-violation.ts';
import { podSecurityViolation } from './pod-security-violation.ts';
import { priorityClassMissing } from './priority-class-missing.ts';
import { quotaExceeded } from './quota-exceeded.ts';
import { rolloutStuck } from './rollout-stuck.ts';
import { runtimeClassMissing } from './runtime-class-missing.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import { serviceAccountMissing } from './service-account-missing.ts';
import { statefulsetBlocked } from './statefulset-blocked.ts';

/** Rules of the topic, by id. */
export const ownerRules: readonly Rule[] = [
  admissionWebhookDenied,
  invalidPodTemplate,
  jobBackoffLimitExceeded,
  jobDeadlineExceeded,
  jobFailedByPolicy,
  jobSuspended,
  limitRangeViolation,
  podSecurityViolation,
  priorityClassMissing,
  quotaExceeded,
  rolloutStuck,
  runtimeClassMissing,
  scaledToZero,
  serviceAccountMissing,
  statefulsetBlocked,
];
