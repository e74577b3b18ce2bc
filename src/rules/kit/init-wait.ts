import type { ContainerFacts, LogTail, PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import type { InitWait } from '../../facts/init-wait.ts';
import { similarNames } from '../../facts/similar.ts';
import { formatSpan, formatTime } from '../../facts/time.ts';
import { fieldEvidence, logEvidence } from './evidence.ts';
import { listOf } from './probe-words.ts';
import { advise, kubectl, logsCommand, look } from './remedies.ts';
import { shortened } from './text.ts';

function targetOf({ host, port }: InitWait): string {
  return host === undefined ? 'something' : `${host}${port === undefined ? '' : `:${port}`}`;
}

/** What it does, as the end of a title: `waits for rabbitmq:5672, and there is no Service rabbitmq`. */
export function initWaitTitle(wait: InitWait, missing: string | undefined, runs: number): string {
  if (missing !== undefined) return `waits for ${targetOf(wait)}, and there is no Service ${missing}`;
  if (wait.kind === 'waits') return `has waited for ${targetOf(wait)} for ${formatSpan(runs)}`;
  return wait.kind === 'serves' ? 'is a program that never ends' : `has run for ${formatSpan(runs)}`;
}

/** What it does, in a sentence or two. `missing` is the Service that does not exist, `runs` are seconds. */
export function initWaitWords(
  { name }: ContainerFacts,
  wait: InitWait,
  missing: string | undefined,
  runs: number,
): string {
  const since = formatSpan(runs);
  if (wait.kind === 'works')
    return `Init container ${name} has run for ${since} and has not ended; nothing that was read says whether it still gets on.`;
  if (wait.kind === 'serves') {
    return `An init container has to exit with 0; ${name} has run for ${since} and looks like a program that runs for ever${wait.because ? ` (${shortened(wait.because, 100)})` : ''}.`;
  }
  const absent = missing === undefined ? '' : ` The namespace has no Service named ${missing}, so the wait has no end.`;
  return `Init container ${name} has waited for ${targetOf(wait)} for ${since}.${absent}`;
}

/** Which containers wait for it, a sentence with a blank before it; empty where none does. */
export function whatWaitsFor({ name }: ContainerFacts, { containers }: PodStatusFacts): string {
  const behind = containers.filter(({ kind, waiting }) => waiting && kind !== 'ephemeral').map((one) => one.name);
  return behind.length > 0
    ? ` Init containers run one after the other, so ${listOf(behind)} ${behind.length === 1 ? 'waits' : 'wait'} for ${name}.`
    : '';
}

/** How long it has run, the end of its log or else its command, and the Service that is not there. */
export function initWaitEvidence(
  container: ContainerFacts,
  { because }: InitWait,
  missing: string | undefined,
  startedAt: number,
  runs: number,
  logs: readonly LogTail[] | undefined,
): EvidenceItem[] {
  const log = logEvidence(logs, container.name, 4);
  return [
    {
      ...fieldEvidence(
        'status',
        `status.initContainerStatuses[${container.name}].state.running`,
        `for ${formatSpan(runs)}`,
      ),
      time: formatTime(startedAt),
    },
    ...log,
    ...(log.length === 0 && because
      ? [fieldEvidence('spec', `${container.path}.command`, shortened(because, 100))]
      : []),
    ...(missing === undefined ? [] : [fieldEvidence('service', missing, 'no such Service in the namespace')]),
  ];
}

/** What brings it to its end. */
export function initWaitRemedies(
  container: ContainerFacts,
  wait: InitWait,
  missing: string | undefined,
  subject: Subject,
  services: readonly Service[] | undefined,
): Remedy[] {
  const log = logsCommand(subject, container.name, false);
  const read = log ? [look(`Read the log of ${container.name}`, 'it says what it waits for', log)] : [];
  if (missing !== undefined) {
    const [similar] = similarNames(
      missing,
      (services ?? []).flatMap(({ metadata }) => metadata?.name ?? []),
    );
    return [
      ...(similar
        ? [
            advise(
              `Let ${container.name} wait for ${similar}`,
              `there is a Service of that name and none named ${missing}`,
              'new rollout',
            ),
          ]
        : []),
      advise(
        `Install what ${missing} is meant to be, or create a Service ${missing} for it`,
        'the name resolves once the Service is there, and the wait ends by itself',
      ),
      look(
        'See which Services there are',
        'it may run under another name or in another namespace',
        kubectl(subject, 'get', 'services'),
      ),
      ...read,
    ];
  }
  if (wait.kind === 'serves') {
    return [
      advise(
        `Set restartPolicy: Always on ${container.name}, which makes it a sidecar`,
        'a sidecar stays, and the next container starts as soon as it has started (Kubernetes 1.29 and later)',
        'new rollout',
      ),
      advise(
        `Or move ${container.name} to containers, or let it exit with 0 when its work is done`,
        'only an exit with 0 lets the next one start',
        'new rollout',
      ),
      ...read,
    ];
  }
  const service = wait.host?.split('.')[0];
  const found = service !== undefined && (services ?? []).some(({ metadata }) => metadata?.name === service);
  return [
    ...read,
    ...(found
      ? [
          look(
            `See whether Service ${service} has ready pods behind it`,
            'without endpoints nobody answers',
            kubectl(subject, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${service}`),
          ),
        ]
      : []),
    ...(wait.kind === 'waits'
      ? [
          advise(
            `Give the wait in ${container.name} an end and let it fail`,
            'a container that exits with an error is seen; one that waits for ever is not',
            'new rollout',
          ),
        ]
      : []),
  ];
}
