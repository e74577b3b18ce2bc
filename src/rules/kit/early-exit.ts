import type { ContainerFacts } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { advise, changeContainer } from './remedies.ts';

/** How it comes that a container ends well and too early. */
export type EarlyExit = 'background' | 'shell' | 'one-shot';

/** Why it ends, one sentence. */
export const earlyExitReasons: Readonly<Record<EarlyExit, string>> = {
  background:
    'Its script seems to start the program in the background and then ends itself; the container ends with its first process.',
  shell:
    'Its only process is a shell without a terminal and without a script: it reads the end of its input and ends at once.',
  'one-shot': 'Whatever it does is done by then.',
};

/** Command and args as one line. */
export function commandText({ spec }: ContainerFacts): string {
  return [...(spec.command ?? []), ...(spec.args ?? [])].join(' ');
}

/** Images that hold a system and start nothing but a shell. */
const bareImage =
  /(?:^|\/)(?:alpine|almalinux|amazonlinux|bash|busybox|centos|debian|fedora|rockylinux|ubuntu)(?:[:@]|$)/;

/** How the end comes about, by the command. */
export function earlyExitOf(container: ContainerFacts): EarlyExit {
  const { spec } = container;
  const command = commandText(container);
  const { command: own, args, image } = spec;
  if (!own?.length && !args?.length && bareImage.test(image ?? '')) return 'shell';
  const shell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z|k)?sh$/;
  if ((spec.command?.length ?? 0) === 1 && !spec.args?.length && shell.test(spec.command?.[0] ?? '')) return 'shell';
  if (
    /[^&>]&\s*(?:$|[\n;)]|echo)|\bnohup\b|--?daemon(?:ize)?\b|\bservice \S+ start\b|\bstart(?:ed)? in (?:the )?background/.test(
      command,
    )
  )
    return 'background';
  return 'one-shot';
}

/** What to do about it, by how it comes. */
export function earlyExitRemedies(way: EarlyExit, container: ContainerFacts, subject: Subject): Remedy[] {
  const { name } = container;
  const job = advise(
    `Make it a Job (or a CronJob) if ${name} has work that ends`,
    'a Job wants its containers to end, and runs them once',
    'a new object replaces this one',
  );
  if (way === 'shell') {
    return [
      changeContainer(subject, container, ['command'], ['sleep', 'infinity'], {
        action: `Give ${name} something to do: sleep infinity keeps it up for kubectl exec`,
        why: 'sleep ends only when it is stopped',
      }),
      job,
    ];
  }
  const foreground = advise(
    `Run the program of ${name} in the foreground: end the script with exec, leave out & and daemon options`,
    'the container lives as long as its first process',
    'new rollout',
  );
  return way === 'background' ? [foreground, job] : [job, foreground];
}
