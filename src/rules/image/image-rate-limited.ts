import { defineRule } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { httpStatus } from '../../facts/pull-text.ts';
import { pullSecretNames } from '../../facts/pull-secrets.ts';
import { attemptsText, mirrorText, pullObservation, registryOf, troublesWith, waiters } from '../kit/pull.ts';
import { createPullSecret } from '../kit/pull-secret.ts';
import { advise } from '../kit/remedies.ts';

export const imageRateLimited = defineRule({
  id: 'image-rate-limited',
  title: 'Too many image pulls',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events'],

  *check({ status, events, subject }) {
    for (const trouble of troublesWith('rate-limited', status, events)) {
      const { image, text, container } = trouble;
      if (trouble.detail === 'kubelet') {
        yield {
          ...pullObservation(trouble),
          severity: 'warning',
          verdict: 'pending',
          title: `the kubelet puts off pulling ${image} for ${waiters(trouble)}: too many pulls at once on its node`,
          explanation:
            'The kubelet limits how many pulls it begins (registryPullQPS 5 a second, registryBurst 10, unless configured otherwise). ' +
            'It tries again by itself.',
          remedies: [
            advise('Wait: the pull is tried again', 'the limit is per second'),
            advise(
              'Raise registryPullQPS in the kubelet configuration of the node',
              'if this happens at every roll-out',
            ),
          ],
        };
        continue;
      }
      const registry = registryOf(image);
      const anonymous = pullSecretNames(podSpecOf(status)).length === 0;
      const answer = httpStatus(text) ?? '429 Too Many Requests';
      yield {
        ...pullObservation(trouble),
        title: `registry ${registry} limits pulls (${answer}), so ${waiters(trouble)} does not get its image`,
        explanation:
          `Registry ${registry} answered ${answer} for ${image}: too many pulls from this address or account.` +
          `${mirrorText(trouble)}${attemptsText(trouble)} The kubelet tries again, waiting up to 5 min between tries; it works once the limit allows it.`,
        remedies: [
          ...(anonymous && container.kind !== 'ephemeral'
            ? createPullSecret(subject, registry, 'an account has a higher limit than an anonymous address')
            : [
                advise(
                  `Use an account of ${registry} with a higher limit`,
                  'the pod logs in already, or the registry limits by address',
                ),
              ]),
          advise(
            `Serve ${image} from a mirror or a registry of your own`,
            'nodes then do not ask the limited registry at all',
          ),
        ],
      };
    }
  },
});
