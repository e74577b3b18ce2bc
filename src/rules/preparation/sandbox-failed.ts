import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { standingEvents } from '../../facts/preparation.ts';
import { sandboxErrorOf } from '../../facts/sandbox-error.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import { sandboxMeaning, sandboxRemedies } from '../kit/sandbox-words.ts';
import { nodeText } from '../kit/node-words.ts';

export const sandboxFailed = defineRule({
  id: 'sandbox-failed',
  title: 'The sandbox of the pod cannot be made',
  topic: 'preparation',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status', 'events'],

  *check({ spec, status, events, subject }) {
    const failures = standingEvents(
      status,
      events,
      'FailedCreatePodSandBox',
      'FailedCreatePodContainer',
      'FailedPrepareDynamicResources',
    );
    const event = failures.at(-1);
    if (!event) return;
    const error =
      event.reason === 'FailedPrepareDynamicResources'
        ? { ...sandboxErrorOf(event.message), kind: 'devices' as const }
        : sandboxErrorOf(event.message);
    const node = nodeText(status);
    const words = { error, node, runtimeClass: spec.spec.runtimeClassName, subject };
    const { title, meaning } = sandboxMeaning(words);
    const observation: Observation = {
      detail: error.kind,
      title,
      explanation: `${meaning} Without its sandbox the pod has no network and no container can start; the kubelet keeps trying.`,
      evidence: [
        eventEvidence(event),
        ...(error.kind === 'runtime-handler' && spec.spec.runtimeClassName
          ? [fieldEvidence('spec', 'spec.runtimeClassName', spec.spec.runtimeClassName)]
          : []),
      ],
      remedies: sandboxRemedies(words),
    };
    yield observation;
  },
});
