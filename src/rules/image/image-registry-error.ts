import type { PodStatusFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { httpStatus, innermost } from '../../facts/pull-text.ts';
import { pullTroubles, type PullTrouble } from '../../facts/pull-error.ts';
import { nodeText } from '../kit/node-words.ts';
import { attemptsText, imageRemedies, mirrorText, pullObservation, registryOf, waiters } from '../kit/pull.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';

export const imageRegistryError = defineRule({
  id: 'image-registry-error',
  title: 'The registry or the unpacking of the image failed',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner'],

  *check({ status, events, owner, subject }) {
    for (const trouble of pullTroubles(status, events)) {
      const unknown = trouble.problem === 'unknown' && trouble.text !== '';
      if (trouble.problem !== 'registry-error' && !unknown) continue;
      yield {
        ...pullObservation(trouble),
        ...(unknown ? { confidence: 'likely' } : {}),
        ...words(trouble, status),
        remedies: [...fixes(trouble, status), ...imageRemedies(subject, trouble, owner)],
      };
    }
  },
});

type Words = Required<Pick<Observation, 'title' | 'explanation'>>;

function words(trouble: PullTrouble, status: PodStatusFacts): Words {
  const { image, text, detail } = trouble;
  const registry = registryOf(image);
  const node = nodeText(status);
  const tail = `${mirrorText(trouble)}${attemptsText(trouble)}`;
  const error = innermost(text);
  switch (detail) {
    case 'server-error': {
      const answer = httpStatus(text) ?? 'a server error';
      return {
        title: `registry ${registry} answers ${answer} for the image of ${waiters(trouble)}`,
        explanation: `Registry ${registry} failed while it was asked for ${image}: ${answer}. The fault is on its side; the kubelet tries again.${tail}`,
      };
    }
    case 'disk-full':
      return {
        title: `${node} has no disk space left for image ${image} of ${waiters(trouble)}`,
        explanation: `The image was found and cannot be stored on ${node} (${error}).${tail}`,
      };
    case 'signature':
      return {
        title: `the signature of image ${image} of ${waiters(trouble)} is not accepted`,
        explanation: `The signature policy of ${node} rejects ${image} (${error}).${tail}`,
      };
    case 'inspect':
      return {
        title: `the container runtime of ${node} cannot read its image ${image}`,
        explanation: `The kubelet asked the runtime whether ${image} is on ${node}, and the runtime failed (${error}): it is down, or its image store is damaged.${tail}`,
      };
    case 'manifest':
    case 'content':
      return {
        title: `image ${image} of ${waiters(trouble)} is broken or in a format that the node cannot use`,
        explanation: `Registry ${registry} delivered ${image}, and it cannot be unpacked on ${node} (${error}).${tail}`,
      };
    default:
      return {
        title: `image ${image} of ${waiters(trouble)} cannot be pulled`,
        explanation: `The pull of ${image} failed with an error that fits no known cause: ${error}.${tail}`,
      };
  }
}

function fixes({ detail, image }: PullTrouble, status: PodStatusFacts): Remedy[] {
  const registry = registryOf(image);
  const node = nodeText(status);
  switch (detail) {
    case 'disk-full':
      return [
        advise(
          `Free disk space on ${node}, or let the pod go to another node`,
          'images and their unpacked layers need room together',
        ),
        ...(status.nodeName
          ? [
              look(
                'See whether the node reports disk pressure',
                'the kubelet then removes unused images by itself',
                kubectlCluster('describe', 'node', status.nodeName),
              ),
            ]
          : []),
      ];
    case 'signature':
      return [
        advise(
          `Sign ${image}, or correct the signature policy of the nodes`,
          'the policy (policy.json) decides what may run',
        ),
      ];
    case 'inspect':
      return [
        advise(`Restart the container runtime on ${node}, and look at its log`, 'every pod on that node is concerned'),
      ];
    case 'manifest':
    case 'content':
      return [
        advise(
          `Build ${image} anew and push it again`,
          'what the registry holds under that name is damaged or outdated',
        ),
      ];
    case 'server-error':
      return [
        advise(
          `Look at the status and the log of registry ${registry}`,
          'the same request works again once it is well',
        ),
      ];
    default:
      return [advise(`Pull ${image} by hand on ${node} (crictl pull)`, 'shows the same error without Kubernetes')];
  }
}
