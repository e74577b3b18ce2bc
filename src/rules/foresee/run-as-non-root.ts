import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineForesight } from '../../core/rule.ts';
import { runsAsRoot } from '../../facts/root-images.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const runAsNonRoot = defineForesight({
  of: {
    id: 'run-as-non-root',
    title: 'The container would run as root and must not',
    topic: 'start',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  needs: ['spec'],

  *check({ spec }) {
    if (spec.spec.os?.name === 'windows') return;
    for (const container of spec.containers) {
      const must = setting(spec, container, 'runAsNonRoot');
      const user = setting(spec, container, 'runAsUser');
      if (must.value !== true) continue;
      if (user.value === 0) yield contradiction(container, must.path, user.path);
      const { image } = container.spec;
      if (user.value === undefined && image && runsAsRoot(image)) yield rootImage(container, must.path, image);
    }
  },
});

/** A field of the security context that counts for a container: its own before the pod's. */
function setting(
  { spec, path }: PodSpecFacts,
  container: ContainerSpec,
  field: 'runAsNonRoot' | 'runAsUser',
): { value: unknown; path: string } {
  const own = container.spec.securityContext?.[field];
  return own === undefined
    ? { value: spec.securityContext?.[field], path: `${path}.securityContext.${field}` }
    : { value: own, path: `${container.path}.securityContext.${field}` };
}

function contradiction(container: ContainerSpec, must: string, user: string): Observation {
  return {
    container,
    detail: 'run-as-user-0',
    path: user,
    title: `container ${container.name} must not run as root and is told to: runAsUser 0`,
    explanation: `${must} is true and ${user} is 0, which is root. The kubelet does not start the container: CreateContainerConfigError.`,
    evidence: [fieldEvidence('spec', must, 'true'), fieldEvidence('spec', user, '0')],
    remedies: [
      advise('Set runAsUser to a number above 0', 'the program must be able to read and write its files as that user'),
      advise('Or leave out runAsNonRoot', 'only where the program needs root and the namespace allows it'),
    ],
  };
}

function rootImage(container: ContainerSpec, must: string, image: string): Observation {
  return {
    container,
    detail: 'root-image',
    path: must,
    severity: 'warning',
    confidence: 'likely',
    title: `container ${container.name} must not run as root, and image ${image} does`,
    explanation: `${must} is true, no runAsUser is set, and the official image ${image} names no user, so it would run as root. The kubelet does not start such a container: CreateContainerConfigError.`,
    evidence: [fieldEvidence('spec', must, 'true'), fieldEvidence('spec', `${container.path}.image`, image)],
    remedies: [
      advise('Set runAsUser to a number above 0', 'the program must be able to read and write its files as that user'),
      advise('Or use an image that names a user by number', 'the kubelet then need not be told'),
    ],
  };
}
