import type { EventFacts, PodStatusFacts } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { probesOf } from '../../facts/probes.ts';
import { containerText } from './containers.ts';
import { crashEvidence, type Crash } from './crash.ts';
import { nodeText } from './node-words.ts';
import { advise, kubectl, kubectlCluster, look } from './remedies.ts';

/** Nobody saw the end: the kubelet found the container gone and made up the exit code. The node or its runtime was restarted, most likely. */
export function lostObservation({ container, death }: Crash, status: PodStatusFacts, subject: Subject): Observation {
  const { exitCode, reason } = death.termination;
  const { nodeName } = status;
  const node = nodeText(status, 'its node');
  return {
    container,
    confidence: 'possible',
    detail: 'lost',
    title: `${containerText(container)} is gone and nobody saw how it ended`,
    explanation: `The status says ${reason} with exit code ${exitCode}, which is not a code of the process: the kubelet or the runtime found ${container.name} gone, as after a restart of ${node}. It is not started again.`,
    evidence: crashEvidence({ container, death }, undefined),
    remedies: [
      ...(nodeName
        ? [
            look(
              `See whether ${node} was restarted`,
              'its events and boot ID tell',
              kubectlCluster('describe', 'node', nodeName),
            ),
          ]
        : []),
      ...(subject.workload.kind === 'Pod'
        ? [advise('Delete the pod and create it again', 'a bare pod that has failed stays so')]
        : []),
    ],
  };
}

/** Who may have sent it. SIGKILL and SIGTERM come from outside of the process; the others it brings on itself. */
export function senderWords(
  { container, death }: Crash,
  signal: string,
  events: readonly EventFacts[] | undefined,
): string[] {
  const killing = probesOf(container).find(({ type }) => type !== 'readiness');
  const probe = killing ? `; the kubelet does the same when a ${killing.type} probe fails` : '';
  const unseen =
    events === undefined || events.length === 0
      ? ` No events are left that could name the kubelet as the sender${probe}.`
      : '';
  if (signal === 'SIGKILL') {
    const limit = container.spec.resources?.limits?.['memory'];
    const memory =
      limit === undefined
        ? 'the node ran out of memory (the container has no memory limit)'
        : `it passed its memory limit of ${limit} and the runtime missed that`;
    return [
      `The runtime did not see it run out of memory (reason ${death.termination.reason || 'not given'}, not OOMKilled), and nothing says who sent it: somebody with kill -9, a supervisor in the container, or ${memory}.${unseen}`,
    ];
  }
  if (signal === 'SIGTERM') {
    return [
      `The pod itself was not being stopped then, so it came from within the container or from a restart that left no event.${unseen}`,
    ];
  }
  return [];
}

/** What to do, by the signal. */
export function signalRemedies({ container }: Crash, signal: string, subject: Subject): Remedy[] {
  const { name } = container;
  switch (signal) {
    case 'SIGKILL':
    case 'SIGTERM':
      return subject.pod
        ? [
            look(
              'See the events of the pod',
              'a kill by the kubelet leaves one for about an hour',
              kubectl(subject, 'events', '--for', `pod/${subject.pod}`),
            ),
            ...(signal === 'SIGKILL'
              ? [
                  look(
                    `Watch how much memory ${name} takes`,
                    'a missed out-of-memory kill looks just like this',
                    kubectl(subject, 'top', 'pod', subject.pod, '--containers'),
                  ),
                ]
              : []),
          ]
        : [];
    case 'SIGILL':
      return [
        advise(
          `Build ${name} for the CPU of its node, or keep it to nodes that have the instructions`,
          'it was built for a newer or another CPU',
          'new image',
        ),
      ];
    case 'SIGBUS':
      return [
        advise(
          `Mount an emptyDir with medium Memory at /dev/shm of ${name}`,
          'shared memory is 64 MiB unless a volume is mounted there, and running over is a SIGBUS',
          'new rollout',
        ),
      ];
    case 'SIGSYS':
      return [
        advise(
          `Allow ${name} the system call in its seccomp profile, or use RuntimeDefault`,
          'the profile killed it for the call',
        ),
      ];
    case 'SIGSEGV':
    case 'SIGABRT':
      return [
        advise(
          `Run the version of ${name} before, or build it with what makes it show a stack trace`,
          'the defect is in the program or a native library of it (a wrong libc, too)',
          'new image',
        ),
      ];
    default:
      return [];
  }
}
