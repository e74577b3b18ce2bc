import { defineRule } from '../../core/rule.ts';
import { runningPulls } from '../../facts/pull-error.ts';
import { formatSpan } from '../../facts/time.ts';
import { containerText } from '../kit/containers.ts';
import { eventEvidence } from '../kit/evidence.ts';
import { nodeText } from '../kit/node-words.ts';
import { registryOf } from '../kit/pull.ts';
import { advise, look } from '../kit/remedies.ts';

/** Most pulls end within this many seconds; containerd gives one up that makes no progress for 300. */
const usual = 60;

export const imagePullSlow = defineRule({
  id: 'image-pull-slow',
  title: 'The image pull takes longer than usual',
  topic: 'image',
  severity: 'warning',
  verdict: 'starting',
  needs: ['status', 'events'],

  *check({ status, events, now }) {
    for (const { container, image, event, seconds } of runningPulls(status, events, now)) {
      if (seconds <= usual) continue;
      const registry = registryOf(image);
      const node = nodeText(status);
      yield {
        container: { name: container.name, kind: container.kind },
        confidence: 'likely',
        title: `${containerText(container)} has been waiting ${formatSpan(seconds)} for the pull of ${image}`,
        explanation:
          `${node} began to pull ${image} ${formatSpan(seconds)} ago and has neither finished nor failed. ` +
          `The image may be large, the way to ${registry} slow, the registry may not answer, or other pulls stand before it: by default a node pulls one image at a time.`,
        evidence: [
          eventEvidence(event),
          {
            source: 'status',
            ref: `status.containerStatuses[${container.name}].state.waiting`,
            text: `${container.waiting?.reason || 'no reason given'}, and no event Pulled or Failed since`,
          },
        ],
        remedies: [
          look(`Ask the registry from ${node} itself`, 'shows whether it answers at all', [
            'curl',
            '-sSI',
            `https://${registry}/v2/`,
          ]),
          advise(
            `On ${node}, see whether data still arrives (crictl pull, the log of the runtime)`,
            'a pull without progress is given up by containerd after 5 min',
          ),
          advise(
            `Make ${image} smaller, or bring it onto the nodes beforehand`,
            'if it is only large, the next pods wait as long',
          ),
        ],
      };
    }
  },
});
