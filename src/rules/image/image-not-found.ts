import type { PodStatusFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { parseImageReference } from '../../facts/image-reference.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { pullTroubles, type PullTrouble } from '../../facts/pull-error.ts';
import { unusablePullSecrets } from '../../facts/pull-secrets.ts';
import { attemptsText, imageRemedies, mirrorText, pullObservation, registryOf, waiters } from '../kit/pull.ts';
import { look } from '../kit/remedies.ts';

export const imageNotFound = defineRule({
  id: 'image-not-found',
  title: 'The registry has no such image',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner', 'references'],

  *check({ status, events, owner, references, subject }) {
    const secrets = unusablePullSecrets(podSpecOf(status), references, events);
    for (const trouble of pullTroubles(status, events)) {
      if (trouble.problem !== 'not-found' && !isUntold(trouble)) continue;
      const hidden =
        secrets.length > 0 ? ` Some registries say so too to whoever may not see it: ${secretText(secrets)}.` : '';
      yield {
        ...pullObservation(trouble),
        ...(isUntold(trouble) ? untold(trouble, status) : told(trouble, hidden)),
        remedies: [...imageRemedies(subject, trouble, owner), ...listTags(trouble)],
      };
    }
  },
});

/** The kubelet backs off and nothing has kept the reason: old kubelets do not repeat it, and the event has expired. */
function isUntold({ problem, text }: PullTrouble): boolean {
  return problem === 'unknown' && text === '';
}

function told(trouble: PullTrouble, hidden: string): Pick<Observation, 'title' | 'explanation' | 'detail'> {
  const { image } = trouble;
  const reference = parseImageReference(image);
  const what = missingPart(trouble);
  const { repository = image, tag = 'latest (because no tag is given)', digest = '' } = reference ?? {};
  const part = {
    repository: `no repository ${repository}`,
    digest: `nothing with the digest ${digest} in ${repository}`,
    tag: `no tag ${tag} in repository ${repository}`,
  }[what];
  return {
    detail: what,
    title: `image ${image} of ${waiters(trouble)} does not exist`,
    explanation:
      `Registry ${registryOf(image)} was asked for ${image} and answered that there is ${part}.` +
      `${mirrorText(trouble)}${attemptsText(trouble)}${hidden}`,
  };
}

function missingPart({ image, detail }: PullTrouble): 'repository' | 'digest' | 'tag' {
  if (detail === 'repository') return 'repository';
  return parseImageReference(image)?.digest === undefined ? 'tag' : 'digest';
}

function untold(
  trouble: PullTrouble,
  status: PodStatusFacts,
): Pick<Observation, 'title' | 'explanation' | 'confidence'> {
  const { image } = trouble;
  const secrets = status.pod.spec?.imagePullSecrets?.length
    ? ''
    : ' The pod names no imagePullSecrets, so a private image is refused.';
  return {
    confidence: 'possible',
    title: `image ${image} of ${waiters(trouble)} cannot be pulled`,
    explanation:
      `The kubelet waits before it tries ${image} again, and the reason of the failure is no longer on record (its event has expired). ` +
      `Most often the name or tag does not exist, or the registry wants credentials.${secrets}`,
  };
}

function secretText(secrets: readonly { name: string; problem: string }[]): string {
  return secrets
    .map(({ name, problem }) => `pull secret ${name} is ${problem === 'missing' ? 'missing' : 'not usable'}`)
    .join(', ');
}

function listTags({ image }: PullTrouble): Remedy[] {
  const reference = parseImageReference(image);
  if (!reference) return [];
  const repository = `${reference.registry}/${reference.repository}`;
  return [
    look(`See which tags ${repository} has`, 'shows a typing error, or that the image was never pushed', [
      'skopeo',
      'list-tags',
      `docker://${repository}`,
    ]),
  ];
}
