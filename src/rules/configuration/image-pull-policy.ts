import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { isKustomized } from '../../facts/env-references.ts';
import { parseImageReference } from '../../facts/image-reference.ts';
import { isInjected } from '../../facts/services.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const imagePullPolicy = defineRule({
  id: 'image-pull-policy',
  title: 'The pull policy does not go with the image',
  topic: 'configuration',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'start',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    for (const container of spec.containers) {
      const { image = '', imagePullPolicy: policy } = container.spec;
      const reference = parseImageReference(image);
      if (!reference || container.kind === 'ephemeral' || isInjected(container) || isLocal(reference.registry))
        continue;
      if (policy === 'Never') yield { ...never(container.name, image), ...placed(container) };
      if (policy !== 'IfNotPresent' || !reference.movable || image === 'auto') continue;
      if (!isKustomized(image, bundle, subject.namespace))
        yield { ...stale(container.name, image), ...placed(container) };
    }
  },
});

type Words = Pick<Observation, 'detail' | 'title' | 'explanation' | 'remedies'>;

function never(name: string, image: string): Words {
  return {
    detail: 'never',
    title: `imagePullPolicy of ${name} is Never`,
    explanation: `The kubelet asks no registry: ${name} starts only on nodes where somebody has put ${image} beforehand, elsewhere it stays at ErrImageNeverPull.`,
    remedies: [advise('Use IfNotPresent', 'what is on the node is used as well, and what is missing is pulled')],
  };
}

function stale(name: string, image: string): Words {
  return {
    detail: 'stale',
    title: `${name} pulls ${image} only where it is missing, although its tag moves`,
    explanation: `A node that has any ${image} never asks for a newer one: what runs depends on the node, and a new build does not arrive on the old ones.`,
    remedies: [
      advise(`Name a version in the image of ${name}`, 'with a tag that does not move IfNotPresent is right'),
      advise(
        'Or use imagePullPolicy Always',
        'the registry is asked at every start; layers that the node has are not loaded again',
      ),
    ],
  };
}

function placed(container: ContainerSpec): Pick<Observation, 'container' | 'evidence' | 'path'> {
  const path = `${container.path}.imagePullPolicy`;
  const { image = '', imagePullPolicy: policy = '' } = container.spec;
  return {
    container,
    evidence: [fieldEvidence('spec', path, policy), fieldEvidence('spec', `${container.path}.image`, image)],
    path,
  };
}

/** Images that are put on nodes by hand have such a registry: ko, kind, minikube. */
function isLocal(registry: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|ko\.local|kind\.local|dev\.local)(?::\d+)?$/.test(registry);
}
