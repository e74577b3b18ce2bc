import type { ContainerSpec } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { databasePorts, localCalls, servesPort, type LocalCall } from '../../facts/local-port.ts';
import { commandsIn } from '../../facts/shell-command.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const sidecarOrder = defineRule({
  id: 'sidecar-order',
  title: 'An init container needs a container that starts after it',
  topic: 'init',
  severity: 'error',
  verdict: 'starting',
  stage: 'start',
  needs: ['spec', 'workload'],

  *check({ spec: { containers } }) {
    for (const container of containers) {
      if (container.kind !== 'init' || startsItsOwn(container)) continue;
      const seen = new Set<number>();
      for (const call of localCalls(container)) {
        const server = seen.has(call.port) ? undefined : laterServer(container, call, containers);
        seen.add(call.port);
        if (!server) continue;
        const { port, path, variable } = call;
        const how = variable === undefined ? 'its command' : `variable ${variable}`;
        const sure = variable === undefined && servesPort(server, port) === 'declared';
        yield {
          container,
          detail: server.kind,
          title: `init container ${container.name} asks localhost:${port}, which ${containerText(server)} serves later`,
          explanation:
            `Containers of a pod start in order: ${server.name} is started only after ${container.name} has exited with 0, and ${how} needs ${server.name} for that. ` +
            'Each waits for the other.',
          evidence: [
            fieldEvidence('spec', path, `localhost:${port}`),
            fieldEvidence('spec', server.path, `${containerText(server)}, started after ${container.name}`),
          ],
          remedies: [remedyFor(container, server)],
          path,
          ...(sure ? {} : { severity: 'warning' as const, confidence: 'likely' as const }),
        };
      }
    }
  },
});

/** The one that serves a port and starts after the container, unless an earlier one or the container itself does. */
function laterServer(
  container: ContainerSpec,
  { port, variable }: LocalCall,
  containers: readonly ContainerSpec[],
): ContainerSpec | undefined {
  // Variables are often the same for all containers of a pod; those of a database are used at once.
  if (variable !== undefined && !databasePorts.has(port)) return undefined;
  if (container.spec.ports?.some(({ containerPort }) => containerPort === port)) return undefined;
  const sidecars = containers.filter((one) => one.kind === 'sidecar' && servesPort(one, port) !== undefined);
  if (sidecars.some((one) => one.index < container.index)) return undefined;
  const apps =
    variable === undefined
      ? containers.filter((one) => one.kind === 'app' && servesPort(one, port) === 'declared')
      : [];
  return [...sidecars, ...apps][0];
}

/** A script that puts something into the background may start what it asks. */
function startsItsOwn({ spec }: ContainerSpec): boolean {
  const commands = commandsIn([...(spec.command ?? []), ...(spec.args ?? [])]);
  return commands === undefined || commands.some(({ then }) => then === '&');
}

function remedyFor({ name }: ContainerSpec, server: ContainerSpec): ReturnType<typeof advise> {
  if (server.kind === 'sidecar') {
    return advise(
      `Put sidecar ${server.name} before ${name} in initContainers, with a startupProbe`,
      `${name} then starts as soon as the probe of ${server.name} has passed`,
    );
  }
  return advise(
    `Move the work of ${name} to where ${server.name} runs, or make ${server.name} a sidecar before it (restartPolicy: Always)`,
    'app containers start only when all init containers are done',
  );
}
