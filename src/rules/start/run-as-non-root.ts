import type { ContainerFacts } from '../../core/evidence.ts';
import type { PodSpec } from '../../core/kubernetes.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { startFailures, type StartFailure } from '../../facts/start-failure.ts';
import { runAsNonRoot as foresee } from '../foresee/run-as-non-root.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changeContainer, look } from '../kit/remedies.ts';
import { startObservation } from '../kit/start.ts';

/** The number that most images give their first user; any other above 0 does as well for the kubelet. */
const firstUser = 1000;

export const runAsNonRoot = defineRule({
  ...foresee.of,
  needs: ['status'],
  mayUse: ['events', 'owner'],
  foresee,

  *check(facts) {
    const { status, subject } = facts;
    const pod = podSpecOf(status);
    for (const failure of startFailures(facts)) {
      if (failure.kind !== 'non-root') continue;
      const { container } = failure;
      const common = startObservation(failure);
      yield {
        ...common,
        ...words(failure, pod),
        evidence: [
          ...common.evidence,
          fieldEvidence('spec', settingOf(container, pod, 'runAsNonRoot'), 'true'),
          ...userEvidence(failure, pod),
        ],
        remedies: remedies(subject, failure, pod),
      };
    }
  },
});

/** The field that counts: the container's own before the pod's. */
function settingOf({ spec, path }: ContainerFacts, pod: PodSpec, field: 'runAsNonRoot' | 'runAsUser'): string {
  const own = spec.securityContext?.[field] !== undefined;
  return own || pod.securityContext?.[field] === undefined
    ? `${path}.securityContext.${field}`
    : `spec.securityContext.${field}`;
}

function userOf({ spec }: ContainerFacts, pod: PodSpec): number | undefined {
  return spec.securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
}

function userEvidence({ container, detail }: StartFailure, pod: PodSpec): ReturnType<typeof fieldEvidence>[] {
  const user = userOf(container, pod);
  const text = user === undefined ? 'not set' : String(user);
  return detail === 'run-as-user-0' && user === undefined
    ? []
    : [fieldEvidence('spec', settingOf(container, pod, 'runAsUser'), text)];
}

function words(
  { container, detail, path = 'its user' }: StartFailure,
  pod: PodSpec,
): Pick<Observation, 'title' | 'explanation' | 'detail'> {
  const who = containerText(container);
  const image = container.spec.image ?? 'its image';
  const setting = settingOf(container, pod, 'runAsNonRoot');
  switch (detail) {
    case 'named-user':
      return {
        detail,
        title: `${who} is not started: runAsNonRoot is set, and image ${image} gives its user by name (${path})`,
        explanation: `${setting} is true, so the kubelet must know that the user is not root. Image ${image} says USER ${path}, a name, and the kubelet cannot look up its number.`,
      };
    case 'run-as-user-0':
      if (userOf(container, pod) === undefined) {
        return {
          detail,
          title: `${who} is not started: runAsNonRoot is set, and its account counts as root`,
          explanation: `${setting} is true, and the kubelet takes the account that the container is to run as for an administrator. The two contradict each other, so the kubelet does not start the container.`,
        };
      }
      return {
        detail,
        title: `${who} is not started: runAsNonRoot is set, and runAsUser is root`,
        explanation: `${setting} is true, and ${settingOf(container, pod, 'runAsUser')} asks for root (0). The two contradict each other, so the kubelet does not start the container.`,
      };
    default:
      return {
        detail: 'root-image',
        title: `${who} is not started: runAsNonRoot is set, and image ${image} runs as root`,
        explanation: `${setting} is true, image ${image} names no user other than root (0), and no runAsUser says otherwise. The kubelet does not start the container.`,
      };
  }
}

function remedies(subject: Subject, { container, detail, path = 'its user' }: StartFailure, pod: PodSpec): Remedy[] {
  if (container.kind === 'ephemeral')
    return [
      advise(
        'Start another debug container with a numeric user (kubectl debug --profile=restricted)',
        'one that exists cannot be changed',
      ),
    ];
  if (detail === 'run-as-user-0' && userOf(container, pod) === undefined) {
    return [
      advise(
        'Set securityContext.windowsOptions.runAsUserName to an account without administrator rights, such as ContainerUser',
        'runAsNonRoot allows only such accounts',
      ),
    ];
  }
  const { image } = container.spec;
  const setUser = changeContainer(subject, container, ['securityContext', 'runAsUser'], firstUser, {
    action:
      detail === 'named-user'
        ? `Set runAsUser to the number of ${path} (${firstUser} is the usual one)`
        : `Set runAsUser to a number above 0, such as ${firstUser}`,
    why: 'the kubelet then need not ask the image; the program must be able to read and write its files as that user',
  });
  const build = advise(
    `Build the image with a numeric USER (USER ${firstUser})`,
    'the image then says by itself that it does not run as root',
    'needs a new image',
  );
  const allowRoot = changeContainer(subject, container, ['securityContext', 'runAsNonRoot'], false, {
    action: 'Or let it run as root (runAsNonRoot: false)',
    why: 'only where the program needs root and the namespace allows it',
  });
  if (detail === 'named-user' && image !== undefined) {
    const number = look(`Look up the number of ${path} in the image`, 'the kubelet wants the number, not the name', [
      'docker',
      'run',
      '--rm',
      '--entrypoint',
      'id',
      image,
      path,
    ]);
    return [number, setUser, build];
  }
  return detail === 'run-as-user-0' ? [setUser, allowRoot] : [setUser, build, allowRoot];
}
