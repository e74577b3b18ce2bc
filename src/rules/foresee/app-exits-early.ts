import type { ContainerSpec } from '../../core/evidence.ts';
import { defineForesight, staysRunning } from '../../core/rule.ts';
import { restartPolicyOf } from '../../facts/containers.ts';
import { commandsIn, type ShellCommand } from '../../facts/shell-command.ts';
import { isQuick, workEndOf } from '../../facts/work-end.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

/** Images that hold a system and start nothing but a shell, or say hello. */
const bareImage =
  /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?(?:alpine|almalinux|amazonlinux|bash|busybox|centos|debian|fedora|rockylinux|ubuntu|hello-world)(?:[:@]|$)/;

export const appExitsEarly = defineForesight({
  of: {
    id: 'app-exits-early',
    title: 'The process ends well and is restarted for ever',
    topic: 'crash',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'running',
  severity: 'error',
  needs: ['spec', 'workload'],

  *check({ spec, workload }) {
    // A bare pod with work that ends is often started for just that, by hand.
    if (workload.kind === 'Pod' || /Job$/.test(workload.kind)) return;
    for (const container of spec.containers) {
      const policy = restartPolicyOf(container, spec.spec);
      const way = staysRunning(container.kind) && policy === 'Always' ? wayOf(container) : undefined;
      if (!way) continue;
      const { command = [], args = [], image = '' } = container.spec;
      const shell = way === 'shell';
      const path = shell ? `${container.path}.image` : `${container.path}.${command.length > 0 ? 'command' : 'args'}`;
      yield {
        container,
        path,
        ...(shell ? {} : { atKey: true }),
        detail: way,
        title: `container ${container.name} ends at once and is restarted for ever: ${whats[way](image)}`,
        explanation: `${reasons[way](image)} Under restartPolicy ${policy} the kubelet starts it again each time, with longer and longer pauses: CrashLoopBackOff.`,
        evidence: [
          fieldEvidence('spec', path, shell ? image : [...command, ...args].join(' ').slice(0, 200)),
          fieldEvidence('spec', 'restartPolicy', policy),
        ],
        remedies: [
          advise(
            'Make it a Job (or a CronJob) if its work ends',
            'a Job wants its containers to end, and runs them once',
          ),
          advise(
            'Or give it something that stays, such as its server in the foreground',
            'the container lives as long as its first process',
          ),
        ],
      };
    }
  },
});

type Way = 'shell' | 'one-shot' | 'background';

const whats: Readonly<Record<Way, (image: string) => string>> = {
  shell: (image) => `image ${image} starts nothing that stays`,
  'one-shot': () => 'all that its command does is done at once',
  background: () => 'its script starts a program in the background and ends',
};

const reasons: Readonly<Record<Way, (image: string) => string>> = {
  shell: (image) => `Without a command ${image} runs a shell (or greets), which ends at once without a terminal.`,
  'one-shot': () => 'Nothing in its command goes on running.',
  background: () => 'What runs in the background ends with the script, which is the first process of the container.',
};

/** How a container comes to end at once; undefined where it may well go on. */
function wayOf(container: ContainerSpec): Way | undefined {
  const { command = [], args = [], image = '', stdin } = container.spec;
  const words = [...command, ...args];
  if (words.length === 0) return bareImage.test(image) && stdin !== true ? 'shell' : undefined;
  const commands = commandsIn(words) ?? [];
  const { end, certain } = workEndOf(container);
  if (end === 'soon' && certain && endsWell(commands)) return 'one-shot';
  const behind = commands.filter(({ then }) => then === '&');
  const front = commands.filter(({ then }) => then !== '&');
  const quick = front.every((one) => isQuick(one) && one.words[0] !== 'wait') && command.length > 0;
  return behind.length > 0 && front.length > 0 && quick && end !== 'never' && endsWell(commands)
    ? 'background'
    : undefined;
}

/** A pause longer than this is what somebody wants to wait for, in seconds. */
const longestPause = 60;

/** Whether quick commands are through within a minute, and nothing in them fails on purpose. */
function endsWell(commands: readonly ShellCommand[]): boolean {
  const pauses = commands.map(({ words: [program, time] }) => (program === 'sleep' ? secondsOf(time) : 0));
  const fails = commands.some(
    ({ words: [program, code = '0'] }) => program === 'false' || (program === 'exit' && code !== '0'),
  );
  return (
    !fails && pauses.reduce((sum, pause) => sum + pause, 0) <= longestPause && commands.every(({ loops }) => !loops)
  );
}

/** Seconds that `sleep` takes; endless for what is not known. */
function secondsOf(time: string | undefined): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(time ?? '') ?? [];
  if (count === undefined) return Infinity;
  return Number(count) * ({ m: 60, h: 3600, d: 86_400 }[unit] ?? 1);
}
