import { defineRule } from '../../core/rule.ts';
import { innermostCreateError } from '../../facts/create-error.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { startFailures } from '../../facts/start-failure.ts';
import { containerCreateFailed as foresee } from '../foresee/container-create-failed.ts';
import { containerText } from '../kit/containers.ts';
import { createWords } from '../kit/create-words.ts';
import { startObservation, triesText } from '../kit/start.ts';
import { nodeText } from '../kit/node-words.ts';

/** Errors whose own words tell more than ours. */
const quoted = new Set([
  'other',
  'mount',
  'read-only',
  'device',
  'hook',
  'sub-path',
  'cgroup',
  'not-permitted',
  'image-volume',
]);
/** Troubles that pass by themselves more often than not. */
const passing = new Set(['name-reserved', 'timeout', 'kubelet-starting']);

export const containerCreateFailed = defineRule({
  ...foresee.of,
  needs: ['status'],
  mayUse: ['events', 'owner'],
  foresee,

  *check(facts) {
    const { status, subject } = facts;
    for (const failure of startFailures(facts)) {
      if (failure.kind !== 'create') continue;
      const { container, detail = 'other', text } = failure;
      const node = nodeText(status);
      const { clause, meaning, remedies } = createWords({ failure, subject, pod: podSpecOf(status), node });
      yield {
        ...startObservation(failure),
        ...(passing.has(detail) ? { severity: 'error' } : {}),
        detail,
        title: `${containerText(container)} cannot be started: ${clause}`,
        explanation: `${meaning}${quoted.has(detail) ? ` The error: ${innermostCreateError(text)}.` : ''}${triesText(failure)}`,
        remedies,
      };
    }
  },
});
