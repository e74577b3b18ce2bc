import type { ContainerSpec } from '../../core/evidence.ts';
import type { PodSpec, Workload } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { initWaitOf } from '../../facts/init-wait.ts';
import { unboundedWait } from '../../facts/wait-loop.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const initContainerUnboundedWait = defineRule({
  id: 'init-container-unbounded-wait',
  title: 'An init container waits without a limit',
  topic: 'init',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'start',
  needs: ['spec', 'workload'],

  *check({ spec, workload }) {
    if (deadlineOf(workload.object, spec.spec) !== undefined) return;
    const job = workload.kind === 'Job' || workload.kind === 'CronJob';
    for (const container of spec.containers) {
      if (container.kind !== 'init') continue;
      const { name, path } = container;
      const { command, args = [] } = container.spec;
      const loop = unboundedWait([...(command ?? []), ...args]);
      if (!loop) continue;
      const field = `${path}.${command && args.length === 0 ? 'command' : 'args'}`;
      yield {
        container,
        title: `init container ${name} waits for ${targetOf(container)} without a limit`,
        explanation:
          `If that never comes, ${name} runs for ever: the pod stays at Init without an error, a restart or an event that would say so. ` +
          (job
            ? `${workload.kind}/${workload.name} has no activeDeadlineSeconds either, so it never fails${workload.kind === 'CronJob' ? ' and later runs pile up or are skipped' : ''}.`
            : 'A wait that gives up after some minutes ends in a restart with back-off, which everybody sees.'),
        evidence: [fieldEvidence('spec', field, loop.head)],
        remedies: [
          advise(
            `Let ${name} exit with 1 after a number of tries, or run the loop under timeout`,
            'a failing init container is tried again by the kubelet, and its status and log tell what is missing',
          ),
          ...(job
            ? [
                advise(
                  `Or set activeDeadlineSeconds on ${workload.kind}/${workload.name}`,
                  'the Job then fails instead of hanging',
                ),
              ]
            : []),
        ],
        path: field,
        ...(job ? { severity: 'warning' as const } : {}),
      };
    }
  },
});

/** Seconds after which a Job or the pod itself is ended. */
function deadlineOf(object: Workload, spec: PodSpec): number | undefined {
  const job = object.kind === 'CronJob' ? object.spec?.jobTemplate?.spec : object.spec;
  return spec.activeDeadlineSeconds ?? (object.kind === 'Pod' ? undefined : job?.activeDeadlineSeconds);
}

function targetOf(container: ContainerSpec): string {
  const { host, port } = initWaitOf({ ...container, restarts: 0, ready: false, started: false }, undefined);
  return host === undefined ? 'something' : `${host}${port === undefined ? '' : `:${port}`}`;
}
