import type { ContainerFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { PreStop } from '../../facts/termination.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, changeContainer } from './remedies.ts';
import { preStopText } from './stopping-words.ts';

/** Why a hook may have failed: the event does not say. */
export function hookCause({ handler, container }: PreStop): string {
  const program = container.spec.lifecycle?.preStop?.exec?.command?.[0];
  if (handler === 'exec')
    return `: its command ended with an error, or ${program ?? 'it'} is not in the image (the kubelet's event does not say which)`;
  if (handler === 'http') return ': nothing answered the request (a status such as 500 would not count as a failure)';
  return handler === 'tcp' ? ': the kubelet cannot run tcpSocket hooks' : ': the container ended before';
}

/** What to do about a hook that fails. */
export function hookRemedies(container: ContainerFacts, { handler }: PreStop, subject: Subject): Remedy[] {
  const program = container.spec.lifecycle?.preStop?.exec?.command?.[0];
  const first =
    handler === 'exec'
      ? advise(
          `Run the command of the preStop hook in the image of ${container.name} and correct it`,
          `${program ?? 'its program'} has to be in the image, executable, and end with 0`,
        )
      : advise(`Correct the preStop hook of ${container.name}`, 'a hook that fails gives no delay and does no work');
  return [
    first,
    changeContainer(
      subject,
      container,
      ['lifecycle', 'preStop'],
      { exec: null, httpGet: null, tcpSocket: null, sleep: { seconds: 5 } },
      {
        action: 'Use the built-in sleep, if the hook is only to wait',
        why: 'it needs no program in the image (Kubernetes 1.30 and later)',
      },
    ),
  ];
}

/** The hook as the spec has it. */
export function hookEvidence(container: ContainerFacts, hook: PreStop | undefined): Observation['evidence'] {
  return hook ? [fieldEvidence('spec', `${container.path}.lifecycle.preStop`, preStopText(hook))] : [];
}
