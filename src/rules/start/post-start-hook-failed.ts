import type { ContainerFacts, EventFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Handler, HttpGetAction } from '../../core/kubernetes.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { deathOf } from '../../facts/death.ts';
import { aboutContainer, newest } from '../../facts/events.ts';
import { containerText } from '../kit/containers.ts';
import { eventEvidence, fieldEvidence, logEvidence, terminationEvidence, waitingEvidence } from '../kit/evidence.ts';
import { advise, changeContainer, look, logsCommand } from '../kit/remedies.ts';

export const postStartHookFailed = defineRule({
  id: 'post-start-hook-failed',
  title: 'The postStart hook failed, so the container was killed',
  topic: 'start',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'logs'],

  *check({ status, events, logs, subject, now }) {
    if (status.deletion) return;
    for (const container of status.containers) {
      const told = container.waiting?.reason === 'PostStartHookError';
      const death = deathOf(container, status, events, now);
      const died = death?.kind === 'post-start-hook' && death.current;
      if (!told && !died) continue;
      const sure = told || death?.confidence === 'certain';
      const event = newest(aboutContainer(events, container.name), 'FailedPostStartHook');
      const hook = container.spec.lifecycle?.postStart;
      const restarts = container.restarts > 0 ? ` It was restarted ${times(container.restarts)} so far.` : '';
      yield {
        container: { name: container.name, kind: container.kind },
        ...(told || !death ? {} : { confidence: death.confidence }),
        title: sure
          ? `the postStart hook of ${containerText(container)} fails, so the kubelet kills the container`
          : `the postStart hook of ${containerText(container)} may fail, so that the kubelet kills the container`,
        explanation:
          `${hookText(hook, sure)} The kubelet runs it right after it starts the container, beside its main program, and kills the container when the hook fails, ` +
          `however well the program runs.${exitText(container, hook)}${restarts}` +
          (sure ? '' : ' No event is left that says so: that it ends so soon, again and again, makes it possible.'),
        evidence: evidenceOf(
          container,
          event,
          hook,
          death?.termination ? [terminationEvidence(container, death.termination)] : [],
          logEvidence(logs, container.name),
        ),
        remedies: remedies(subject, container, hook),
      };
    }
  },
});

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function evidenceOf(
  container: ContainerFacts,
  event: EventFacts | undefined,
  hook: Handler | undefined,
  end: readonly EvidenceItem[],
  log: readonly EvidenceItem[],
): EvidenceItem[] {
  const told = container.waiting?.reason === 'PostStartHookError';
  return [
    ...(told ? [waitingEvidence(container)] : []),
    ...(event ? [eventEvidence(event)] : []),
    ...(hook ? [fieldEvidence('spec', `${container.path}.lifecycle.postStart`, handlerText(hook))] : []),
    ...end,
    ...log,
  ];
}

/** `exec sh -c …`, `httpGet :8080/ready`: what a hook does. */
function handlerText({ exec, httpGet, tcpSocket, sleep }: Handler): string {
  if (exec) return `exec ${(exec.command ?? []).join(' ')}`;
  const { host = '', port = '', path = '/' }: HttpGetAction = httpGet ?? tcpSocket ?? {};
  if (httpGet) return `httpGet ${host}:${port}${path}`;
  if (tcpSocket) return `tcpSocket ${host}:${port}`;
  return sleep ? `sleep ${sleep.seconds ?? 0} s` : 'no handler';
}

function hookText(hook: Handler | undefined, sure: boolean): string {
  if (!hook) return 'The postStart hook failed.';
  if (hook.tcpSocket)
    return 'The postStart hook is a tcpSocket handler, which the kubelet takes and never can run: it always fails.';
  return `The postStart hook (${handlerText(hook)}) ${sure ? 'failed' : 'may have failed'}.`;
}

/** How it failed: only the waiting state tells, and only until the next start is due. */
function exitText({ waiting }: ContainerFacts, hook: Handler | undefined): string {
  const [, exit] = /\bexit(?:ed with(?: code)?| code)?:? (\d+)/i.exec(waiting?.message ?? '') ?? [];
  if (exit !== undefined) return ` It ended with exit code ${exit}.`;
  return hook?.httpGet ? ' An httpGet hook fails only where no HTTP answer comes; every status counts as success.' : '';
}

function remedies(subject: Subject, container: ContainerFacts, hook: Handler | undefined): Remedy[] {
  const logs = logsCommand(subject, container.name, container.restarts > 0);
  const wait = hook?.exec || hook?.httpGet;
  return [
    ...(wait
      ? [
          advise(
            'Let the hook wait for what it needs and try again, instead of failing at the first attempt',
            'it runs while the main program is still starting, so nothing that the program serves is up yet',
          ),
          advise(
            'Or move the work into the main program or an init container',
            'neither is killed together with a hook',
          ),
        ]
      : []),
    changeContainer(subject, container, ['lifecycle', 'postStart'], null, {
      action: `Remove the postStart hook of ${container.name}, to see the container run without it`,
      why: 'the hook, not the program, ends the container',
    }),
    ...(logs
      ? [look('See what the container said', 'the output of a hook is not in its log, that of the program is', logs)]
      : []),
  ];
}
