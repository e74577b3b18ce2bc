import { defineRule } from '../../core/rule.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';

const hooks = ['postStart', 'preStop'] as const;

export const httpHookStatusIgnored = defineRule({
  id: 'http-hook-status-ignored',
  title: 'The answer of an HTTP hook is not looked at',
  topic: 'shutdown',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'shutdown',
  needs: ['spec'],

  *check({ spec }) {
    for (const container of stayingContainers(spec)) {
      for (const hook of hooks) {
        const { httpGet } = container.spec.lifecycle?.[hook] ?? {};
        if (!httpGet) continue;
        const path = `${container.path}.lifecycle.${hook}.httpGet`;
        const asks = `GET ${httpGet.host ?? ''}:${httpGet.port ?? '?'}${httpGet.path ?? '/'}`;
        yield {
          container,
          path,
          ...(hook === 'postStart' ? { stage: 'start' as const } : {}),
          title: `the ${hook} hook of ${containerText(container)} counts as done whatever ${asks} answers`,
          explanation:
            `The kubelet looks only at whether an answer comes, not at its status: 500 or 404 is success too, and no event tells of it. ` +
            (hook === 'preStop'
              ? 'SIGTERM follows the answer at once, so a hook that is to drain has to answer only when it is done.'
              : `${container.name} then counts as started although the call did nothing.`),
          evidence: [fieldEvidence('spec', path, asks)],
          remedies: [
            advise(
              hook === 'preStop'
                ? 'Use a sleep, or a command that fails when the call fails, if the stop depends on it'
                : 'Use a command that fails when the call fails, if the start depends on it',
              'the exit code of a command is looked at and told in an event',
            ),
          ],
        };
      }
    }
  },
});
