import type { PodSpec } from '../../core/kubernetes.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import type { PullTrouble } from '../../facts/pull-error.ts';
import { httpStatus } from '../../facts/pull-text.ts';
import { pullSecretNames, unusablePullSecrets, type PullSecret } from '../../facts/pull-secrets.ts';
import { listText } from '../kit/containers.ts';
import { eventEvidence, fieldEvidence } from '../kit/evidence.ts';
import {
  attemptsText,
  imageRemedies,
  mirrorText,
  pullObservation,
  registryOf,
  troublesWith,
  waiters,
} from '../kit/pull.ts';
import { createPullSecret, pullSecretCommand } from '../kit/pull-secret.ts';
import { act, advise, changePod, kubectl, look } from '../kit/remedies.ts';
import { newest } from '../../facts/events.ts';
import { podSpecOf } from '../../facts/pod-status.ts';

export const imagePullDenied = defineRule({
  id: 'image-pull-denied',
  title: 'The registry refuses the pull without valid credentials',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner', 'references'],

  *check({ status, events, owner, references, subject }) {
    const spec = podSpecOf(status);
    const unusable = unusablePullSecrets(spec, references, events);
    const unretrieved = newest(events, 'FailedToRetrieveImagePullSecret');
    for (const trouble of troublesWith('denied', status, events)) {
      const common = pullObservation(trouble);
      const named = pullSecretNames(spec);
      yield {
        ...common,
        ...words(trouble, spec, unusable),
        evidence: [
          ...common.evidence,
          fieldEvidence('spec', 'spec.imagePullSecrets', named.length > 0 ? named.join(', ') : 'none'),
          ...unusable.map((secret) => fieldEvidence('reference', `Secret ${secret.name}`, secretText(secret))),
          ...(unretrieved ? [eventEvidence(unretrieved)] : []),
        ],
        remedies: [
          ...credentialRemedies(subject, trouble, named, unusable),
          ...(maybeMissing(trouble) && named.length === 0 ? imageRemedies(subject, trouble, owner) : []),
        ],
      };
    }
  },
});

/** The registry does not tell a repository that does not exist from one that may not be seen. */
function maybeMissing({ detail }: PullTrouble): boolean {
  return detail === 'hidden' || detail === 'unauthorized' || detail === 'no-credentials';
}

function words(
  trouble: PullTrouble,
  spec: PodSpec,
  unusable: readonly PullSecret[],
): Partial<Observation> & { explanation: string } {
  const { image, text, detail } = trouble;
  const registry = registryOf(image);
  const named = pullSecretNames(spec);
  const [broken] = unusable;
  const answer = httpStatus(text);
  const asked = `Registry ${registry} refuses ${image}${answer === undefined ? '' : ` (${answer})`}`;
  const tail = `${mirrorText(trouble)}${attemptsText(trouble)}`;
  const title = `registry ${registry} does not let ${waiters(trouble)} pull ${image}`;
  if (broken) {
    return {
      title: `${title}: pull secret ${broken.name} ${broken.problem === 'missing' ? 'does not exist' : 'cannot be used'}`,
      detail: broken.problem === 'missing' ? 'secret-missing' : 'secret-type',
      ...(broken.assumed ? { confidence: 'likely' } : {}),
      explanation: `${asked}: the pod names the pull secret ${broken.name}, and ${secretText(broken)}, so the node asks without that login.${similarText(broken)}${tail}`,
    };
  }
  if (named.length === 0) {
    const hidden = maybeMissing(trouble)
      ? ` A registry gives the same answer for a repository that does not exist, so the name ${image} may be wrong as well.`
      : '';
    return {
      title: `${title} without credentials`,
      detail: 'no-credentials',
      ...(detail === 'hidden' ? { confidence: 'likely' } : {}),
      explanation: `${asked}: it wants a login, and the pod has none: neither it nor its ServiceAccount at that time named imagePullSecrets.${hidden}${tail}`,
    };
  }
  const secrets = `pull secret${named.length > 1 ? 's' : ''} ${listText(named)}`;
  const reason =
    detail === 'no-credentials'
      ? `the pod names ${secrets}, which ${named.length > 1 ? 'hold' : 'holds'} no login for ${registry}`
      : `the login in ${secrets} is wrong, has expired, has no right to this repository, or is for another registry`;
  return {
    title: `${title} with the login in ${listText(named)}`,
    detail: detail === 'no-credentials' ? 'no-login-for-registry' : 'wrong-credentials',
    explanation: `${asked}: ${reason}.${tail}`,
  };
}

function secretText({ problem, type = 'Opaque' }: PullSecret): string {
  if (problem === 'missing') return 'there is no such Secret in the namespace of the pod';
  if (problem === 'wrong-type') return `it is of type ${type} and not kubernetes.io/dockerconfigjson`;
  return 'it has no key .dockerconfigjson';
}

function similarText({ similar }: PullSecret): string {
  return similar[0] === undefined ? '' : ` A Secret ${similar[0]} exists.`;
}

function credentialRemedies(
  subject: Subject,
  { image, container }: PullTrouble,
  named: readonly string[],
  [broken]: readonly PullSecret[],
): Remedy[] {
  const registry = registryOf(image);
  if (container.kind === 'ephemeral') return [];
  if (broken?.problem === 'missing') {
    const [alike] = broken.similar;
    return [
      ...(alike === undefined
        ? []
        : [
            changePod(subject, ['imagePullSecrets'], [{ name: alike }], {
              action: `Name the existing Secret ${alike} in imagePullSecrets`,
              why: `${broken.name} may be misspelt`,
            }),
          ]),
      act(
        `Create Secret ${broken.name} from a docker login to ${registry} (in your home directory)`,
        'the pod names it already; the next try of the kubelet uses it',
        pullSecretCommand(subject, broken.name),
        'none',
      ),
    ];
  }
  const [name] = broken ? [broken.name] : named;
  if (name === undefined) return createPullSecret(subject, registry, `${registry} wants a login`);
  return [
    look(
      `See the type and the age of Secret ${name}`,
      'its values are not shown',
      kubectl(subject, 'describe', 'secret', name),
    ),
    act(
      `Delete Secret ${name}, to make it again with a login that works`,
      'the type of a Secret cannot be changed, and kubectl create does not overwrite',
      kubectl(subject, 'delete', 'secret', name),
      `until it is made again nothing can pull with ${name}`,
    ),
    act(
      `Create Secret ${name} from a docker login to ${registry} (in your home directory)`,
      'the pod names it already; the next try of the kubelet uses it',
      pullSecretCommand(subject, name),
      'none',
    ),
    advise(`Check that this account may pull ${image}`, 'a right login without that right is refused in the same way'),
  ];
}
