import type { ContainerSpec } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { localCalls, servesPort } from '../../facts/local-port.ts';
import { isInjected } from '../../facts/services.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const sidecarUnprobed = defineRule({
  id: 'sidecar-unprobed',
  title: 'Others need a sidecar, and nothing says when it is up',
  topic: 'init',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],

  *check({ spec: { containers } }) {
    for (const sidecar of containers) {
      const { name, path, spec } = sidecar;
      if (sidecar.kind !== 'sidecar' || isInjected(sidecar) || spec.startupProbe || spec.lifecycle?.postStart) continue;
      const users = containers.flatMap((one) => {
        const later = one.kind === 'app' || (one.kind !== 'ephemeral' && one.index > sidecar.index);
        const call =
          later && !waitsItself(one) ? localCalls(one).find(({ port }) => servesPort(sidecar, port)) : undefined;
        return call ? [{ user: one, call }] : [];
      });
      const [first] = users;
      if (!first) continue;
      const names = listText(users.map(({ user }) => user.name));
      yield {
        container: sidecar,
        title: `${names} ${users.length === 1 ? 'needs' : 'need'} sidecar ${name}, which has no startupProbe`,
        explanation:
          `The next container starts as soon as the process of ${name} exists, not when it listens on ${first.call.port}. ` +
          `${spec.readinessProbe ? 'Its readinessProbe does not hold the others back; only a startupProbe does. ' : ''}` +
          `If ${name} is slower, the first requests of ${names} are refused.`,
        evidence: users.map(({ user, call }) =>
          fieldEvidence(
            'spec',
            call.path,
            `${user.name} asks localhost:${call.port}${call.variable ? ` (${call.variable})` : ''}`,
          ),
        ),
        remedies: [
          advise(
            `Give ${name} a startupProbe that asks what ${names} ${users.length === 1 ? 'uses' : 'use'}`,
            'containers behind a sidecar start when its startupProbe has passed',
          ),
        ],
        path: `${path}.startupProbe`,
      };
    }
  },
});

/** It waits until the sidecar answers. */
function waitsItself({ spec }: ContainerSpec): boolean {
  const text = [...(spec.command ?? []), ...(spec.args ?? [])].join(' ');
  return /\b(until|while)\b|wait-?for|dockerize\b.*-wait|--retry/.test(text);
}
