import { defineRule } from '../../core/rule.ts';
import type { Remedy } from '../../core/finding.ts';
import { innermost, requestedHost } from '../../facts/pull-text.ts';
import { nodeText } from '../kit/node-words.ts';
import {
  attemptsText,
  imageRemedies,
  mirrorText,
  pullObservation,
  registryOf,
  troublesWith,
  waiters,
} from '../kit/pull.ts';
import { advise, look } from '../kit/remedies.ts';

/** What the connection's end says, by the detail of the classification. */
const meanings: Readonly<Record<string, string>> = {
  dns: 'its host name does not resolve there',
  refused: 'nothing accepts the connection',
  'no-route': 'there is no route to it',
  timeout: 'no answer came in time (a firewall, a proxy or a registry that hangs)',
  reset: 'the connection was cut',
  proxy: "the node's HTTP proxy does not pass the request on",
};

export const imageRegistryUnreachable = defineRule({
  id: 'image-registry-unreachable',
  title: 'The registry cannot be reached from the node',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner'],

  *check({ status, events, owner, subject }) {
    for (const trouble of troublesWith('unreachable', status, events)) {
      const { image, detail = '', text } = trouble;
      const registry = registryOf(image);
      const node = nodeText(status);
      const meaning = meanings[detail] ?? 'the request failed before there was an answer';
      yield {
        ...pullObservation(trouble),
        title: `${node} cannot reach registry ${registry} for the image of ${waiters(trouble)}`,
        explanation:
          `${node} asked registry ${registry} for ${image} and got no answer: ${meaning} (${innermost(text)}).` +
          `${mirrorText(trouble)}${attemptsText(trouble)}`,
        remedies: [
          ...fixes(detail, registry, node),
          look(
            `Ask the registry from ${node} itself`,
            'the node pulls, not the pod: what counts is its DNS, proxy and firewall',
            ['curl', '-sSI', `https://${requestedHost(text) ?? registry}/v2/`],
          ),
          ...imageRemedies(subject, trouble, owner),
        ],
      };
    }
  },
});

function fixes(detail: string, registry: string, node: string): Remedy[] {
  if (detail === 'dns') {
    return [
      advise(
        `Check the spelling of ${registry}, and that the DNS server of ${node} knows it`,
        'cluster DNS plays no part in pulls',
      ),
    ];
  }
  if (detail === 'proxy') {
    return [
      advise(
        `Correct HTTPS_PROXY and NO_PROXY of the container runtime on ${node}`,
        'the runtime, not the pod, uses them',
      ),
    ];
  }
  if (detail === 'refused')
    return [advise(`Check that registry ${registry} runs and listens on that port`, 'the host is there and refuses')];
  return [
    advise(
      `Let ${node} reach ${registry} (firewall, route, proxy), or wait for the registry`,
      'the kubelet tries again by itself',
    ),
  ];
}
