import type { Observation } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { clientCallOf, type ClientCall } from '../../facts/client-call.ts';
import { probeField } from '../../facts/probes.ts';
import { commandsIn, scriptIn } from '../../facts/shell-command.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { allProbes, type ProbeOfContainer } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

export const probeExecShellPipeline = defineRule({
  id: 'probe-exec-shell-pipeline',
  title: 'A probe runs a command that may not do what it says',
  topic: 'probes',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],

  *check({ spec, subject }) {
    for (const one of allProbes(spec)) {
      const words = one.probe.exec?.command ?? [];
      const found =
        words.length > 0 ? (noShell(one, words) ?? pipeline(one, words) ?? tool(one, words, subject)) : undefined;
      if (found) yield found;
    }
  },
});

/** Operators of a shell in a command that no shell reads. */
function noShell(one: ProbeOfContainer, words: readonly string[]): Observation | undefined {
  const [first = ''] = words;
  const sentence = words.length === 1 && /\s/.test(first.trim());
  const operator = words.slice(1).find((word) => /^(?:\|\|?|&&|;|>|>>|2>&1|2>\/dev\/null)$/.test(word));
  if (scriptIn(words) || (!sentence && operator === undefined)) return undefined;
  return {
    ...common(one, words),
    detail: 'no-shell',
    severity: 'warning',
    title: `the ${one.type} probe of ${containerText(one.container)} needs a shell and has none`,
    explanation: sentence
      ? `The command is one word with blanks in it (\`${shortened(first)}\`), so the runtime looks for a program of that whole name. Each argument has to be an item of its own, or a shell has to read it.`
      : `No shell reads exec.command: \`${operator}\` and what follows it are handed to ${first} as arguments.`,
    remedies: [
      advise(
        'Wrap the command as ["sh", "-c", "…"], or give each argument an item of its own',
        'the kubelet runs the first item as it stands',
      ),
    ],
  };
}

function pipeline(one: ProbeOfContainer, words: readonly string[]): Observation | undefined {
  const script = words.join(' ');
  const commands = commandsIn(words) ?? [];
  const piped = commands.filter(({ then }) => then === '|').length;
  if (piped === 0 || /\bpipefail\b/.test(script)) return undefined;
  const last = commands
    .slice(-1)
    .flatMap((command) => command.words)
    .join(' ');
  return {
    ...common(one, words),
    detail: 'pipeline',
    title: `the ${one.type} probe of ${containerText(one.container)} is a pipeline of ${piped + 1} programs`,
    explanation:
      `Only the last program (\`${shortened(last, 40)}\`) decides: what fails in front of it goes unseen unless its output tells. Each of them has to be in the image and is ` +
      `started every ${one.timing.period} s inside the container's own cpu and memory.`,
    remedies: [
      advise(
        /\b(?:curl|wget)\b/.test(script)
          ? 'Let the program answer by HTTP status and use httpGet'
          : 'Put the check into one program of the image',
        'the exit code then says what is meant',
      ),
    ],
  };
}

/** A client that the image may lack, for something that the kubelet can ask itself. */
function tool(one: ProbeOfContainer, words: readonly string[], subject: Subject): Observation | undefined {
  const commands = commandsIn(words) ?? [];
  const call = commands.length === 1 && commands[0] ? clientCallOf(commands[0]) : undefined;
  const instead = call?.local ? builtIn(call) : undefined;
  if (!call || !instead) return undefined;
  const field = `${probeField(one.type)} of ${subject.workload.kind}/${subject.workload.name}`;
  return {
    ...common(one, words),
    detail: 'tool',
    title: `the ${one.type} probe of ${containerText(one.container)} starts ${call.tool}, which the image needs to have`,
    explanation:
      `The command only asks ${call.port === undefined ? 'a port' : `port ${call.port}`} of its own container, which the kubelet can do without a program in the image. Without ${call.tool} the probe errors on every ` +
      'attempt: it then neither fails nor passes.',
    remedies: [advise(`Use ${instead} in ${field}`, `it needs no ${call.tool} and starts no process`)],
  };
}

function builtIn({ tool: name, web, port }: ClientCall): string | undefined {
  const on = port === undefined ? 'on that port' : `on port ${port}`;
  if (web) return `httpGet ${on}`;
  if (/^(?:nc|ncat|netcat|telnet)$/.test(name)) return `tcpSocket ${on}`;
  return /^grpc/.test(name) ? `grpc ${on}` : undefined;
}

function common(
  { container, path }: ProbeOfContainer,
  words: readonly string[],
): Pick<Observation, 'container' | 'path' | 'evidence'> {
  return {
    container,
    path: `${path}.exec.command`,
    evidence: [fieldEvidence('spec', `${path}.exec.command`, shortened(words.join(' '), 160))],
  };
}
