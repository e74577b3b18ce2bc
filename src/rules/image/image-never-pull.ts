import { defineRule } from '../../core/rule.ts';
import { nodeText } from '../kit/node-words.ts';
import { pullObservation, troublesWith, waiters } from '../kit/pull.ts';
import { advise, changeContainer } from '../kit/remedies.ts';

export const imageNeverPull = defineRule({
  id: 'image-never-pull',
  title: 'The image is not on the node and must not be pulled',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events'],

  *check({ status, events, subject }) {
    for (const trouble of troublesWith('never-pull', status, events)) {
      const { image, container, others, volume } = trouble;
      const node = nodeText(status);
      const load = advise(
        `Load ${image} onto ${node} (ctr -n k8s.io images import, kind load docker-image, minikube image load)`,
        `with policy Never the kubelet uses only what ${node} has; other nodes need it as well if the pod may go there`,
      );
      const changeable = volume === undefined && container.kind !== 'ephemeral';
      yield {
        ...pullObservation(trouble),
        title: `image ${image} of ${waiters(trouble)} is not on ${node}, and imagePullPolicy is Never`,
        explanation:
          `imagePullPolicy Never forbids the kubelet to ask a registry, and ${node} has no image ${image}. ` +
          'From Kubernetes 1.35 on the same is said of an image that is there but was pulled with credentials that this pod does not have.',
        remedies: [
          ...(changeable
            ? [container, ...others].map((one) =>
                changeContainer(subject, one, ['imagePullPolicy'], 'IfNotPresent', {
                  action: `Set imagePullPolicy of ${one.name} to IfNotPresent`,
                  why: 'then the image is pulled where it is missing, provided a registry has it',
                }),
              )
            : []),
          load,
        ],
      };
    }
  },
});
