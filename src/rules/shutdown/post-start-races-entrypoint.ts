import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { clientCallOf, isOwnHost } from '../../facts/client-call.ts';
import { commandsIn } from '../../facts/shell-command.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { stayingContainers } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';
import { shortened } from '../kit/text.ts';

export const postStartRacesEntrypoint = defineRule({
  id: 'post-start-races-entrypoint',
  title: 'The postStart hook calls a program that may not listen yet',
  topic: 'shutdown',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'start',
  needs: ['spec'],

  *check({ spec }) {
    for (const container of stayingContainers(spec)) {
      const found = httpCall(container) ?? commandCall(container);
      if (found) yield found;
    }
  },
});

function httpCall(container: ContainerSpec): Observation | undefined {
  const { httpGet } = container.spec.lifecycle?.postStart ?? {};
  if (!httpGet || (httpGet.host && !isOwnHost(httpGet.host))) return undefined;
  const path = `${container.path}.lifecycle.postStart.httpGet`;
  const asks = `:${httpGet.port ?? '?'}${httpGet.path ?? '/'}`;
  return observe(container, path, `GET ${asks}`, `GET ${asks}`);
}

/** A command that asks the container's own port at once. One that waits, tries again or may fail is fine. */
function commandCall(container: ContainerSpec): Observation | undefined {
  const words = container.spec.lifecycle?.postStart?.exec?.command ?? [];
  if (words.length === 0) return undefined;
  const text = words.join(' ');
  if (
    /\b(?:until|while|for|retry|wait-for\S*|wait_for\S*|wait4\S*|dockerize)\b|\|\|\s*(?:true|:|exit 0|echo)|\bnohup\b|&\s*$|;\s*(?:true|exit 0)\s*;?$/.test(
      text,
    )
  )
    return undefined;
  const commands = commandsIn(words) ?? [];
  const index = commands.findIndex((command) => {
    const call = command.then === '&' ? undefined : clientCallOf(command);
    return call?.local === true && !call.retries && asksServer(call.tool);
  });
  const command = commands[index];
  const call = command && clientCallOf(command);
  if (!call) return undefined;
  const waits = commands.slice(0, index).some(({ words: [first] }) => first === 'sleep');
  const found = observe(
    container,
    `${container.path}.lifecycle.postStart.exec.command`,
    call.tool,
    shortened(text, 120),
  );
  return waits ? { ...found, severity: 'advice', confidence: 'possible' } : found;
}

/** Clients that ask whether somebody is there have nothing else to do in a hook, and fail when nobody is. */
function asksServer(tool: string): boolean {
  return tool !== 'vault' && tool !== 'consul' && tool !== 'http';
}

function observe(container: ContainerSpec, path: string, what: string, evidence: string): Observation {
  const { name } = container;
  return {
    container,
    path,
    title: `the postStart hook of ${containerText(container)} calls its own program (${what}) while that is still starting`,
    explanation:
      `postStart runs beside the entrypoint, not after it. When the hook is first and nothing listens yet, it fails, and the kubelet kills ${name} and starts it again ` +
      '(FailedPostStartHook), until one time the program wins.',
    evidence: [fieldEvidence('spec', path, evidence)],
    remedies: [
      advise(
        `Let the hook try again until the program answers, with a limit`,
        'it then waits for the entrypoint instead of racing it',
      ),
      advise(`Or do it in the entrypoint of ${name}, or in a sidecar`, 'a failing hook kills the container'),
    ],
  };
}
