import type { ContainerSpec } from '../../core/evidence.ts';
import type { Remedy } from '../../core/finding.ts';
import type { Probe } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import type { ProbeDiagnosis } from '../../facts/probe-failures.ts';
import { isLoopback } from '../../facts/listening.ts';
import { probeField, probeHost, type ContainerProbe } from '../../facts/probes.ts';
import { advise, changeContainer, kubectl, logsCommand, look } from './remedies.ts';

/** What the remedies of a probe are made from. */
export interface ProbeTrouble {
  readonly subject: Subject;
  readonly container: ContainerSpec;
  readonly probe: ContainerProbe;
  readonly diagnosis: ProbeDiagnosis;
  /** Another probe of the container of which nothing bad was heard. */
  readonly passing?: ContainerProbe;
  /** Whether to read the log of the instance before: the one that was killed. */
  readonly previous?: boolean;
}

export function change(
  { subject, container, probe }: ProbeTrouble,
  field: readonly string[],
  value: unknown,
  words: { action: string; why: string; risk?: string },
): Remedy {
  return changeContainer(subject, container, [probeField(probe.type), ...field], value, words);
}

export function handlerOf(probe: Probe): 'httpGet' | 'tcpSocket' | 'grpc' | 'exec' {
  return probe.httpGet ? 'httpGet' : probe.tcpSocket ? 'tcpSocket' : probe.grpc ? 'grpc' : 'exec';
}

/** The port that was most likely meant: one that the log names, the one that fits the handler by its name, or the only one. */
export function likelyPort({
  container,
  probe,
  diagnosis,
}: Pick<ProbeTrouble, 'container' | 'probe' | 'diagnosis'>): number | undefined {
  const wanted = diagnosis.port;
  const open = diagnosis.listeners.filter(({ port, loopback }) => port !== wanted && !loopback).map(({ port }) => port);
  const ports = (container.spec.ports ?? []).filter(
    ({ protocol, containerPort }) => (protocol ?? 'TCP') === 'TCP' && containerPort !== wanted,
  );
  const fitting = probe.probe.grpc ? /grpc/ : probe.probe.httpGet ? /http|web|api|health|management/ : /./;
  const named = ports.filter(({ name }) => fitting.test(name ?? ''));
  const heard = ports.find(({ containerPort }) => open.includes(containerPort));
  return (heard ?? named[0] ?? ports[0])?.containerPort ?? open[0];
}

export function changePort(trouble: ProbeTrouble): Remedy[] {
  const { probe, diagnosis, container } = trouble;
  const port = likelyPort(trouble);
  if (port === undefined) return [...lookAtLog(trouble)];
  const only = diagnosis.declared.length === 1 && diagnosis.declared[0] === port;
  return [
    change(trouble, [handlerOf(probe.probe), 'port'], port, {
      action: `Point the ${probe.type} probe at port ${port}`,
      why: only
        ? `the only port that ${container.name} declares`
        : `a port that ${diagnosis.declared.includes(port) ? `${container.name} declares` : `the log of ${container.name} names`}`,
    }),
  ];
}

export function otherWayRound({ diagnosis, container, probe }: ProbeTrouble): Remedy[] {
  if (diagnosis.unknownPort !== undefined) {
    return [
      advise(
        `Or give the port of ${container.name} the name ${diagnosis.unknownPort}`,
        'a named port is looked up among the ports of the same container',
        'new rollout',
      ),
    ];
  }
  const { port = 'it asks' } = diagnosis;
  const what = probe.probe.httpGet ? `serve ${probe.probe.httpGet.path || '/'}` : 'listen';
  return [
    advise(
      `Or let ${container.name} ${what} on port ${port}`,
      'the probe expects it there',
      'new image or configuration',
    ),
  ];
}

/** Another probe of the same container passes: what it asks works. */
export function usePassingCheck(trouble: ProbeTrouble): Remedy[] {
  const { passing, probe } = trouble;
  const [own, other] = [probe.probe.httpGet, passing?.probe.httpGet];
  if (!passing || !own || other?.path === undefined || other.port === undefined) return [];
  const { path, port, scheme = 'HTTP' } = other;
  const elsewhere = port !== own.port || scheme !== (own.scheme ?? 'HTTP');
  if (path === own.path && !elsewhere) return [];
  const why = `the ${passing.type} probe asks it, and nothing is heard of that failing`;
  return [
    elsewhere
      ? change(
          trouble,
          ['httpGet'],
          { path, port, scheme },
          {
            action: `Point the ${probe.type} probe at ${path} on port ${port}`,
            why,
          },
        )
      : change(trouble, ['httpGet', 'path'], path, { action: `Point the ${probe.type} probe at ${path}`, why }),
  ];
}

export function raiseTimeout(trouble: ProbeTrouble): Remedy {
  const { timeout, period } = trouble.probe.timing;
  const value = Math.max(timeout * 2, Math.min(period, 5));
  return change(trouble, ['timeoutSeconds'], value, {
    action: `Raise timeoutSeconds of the ${trouble.probe.type} probe from ${timeout} to ${value}`,
    why: 'the answer takes longer than it may',
  });
}

export function changeScheme(trouble: ProbeTrouble): Remedy {
  const to = trouble.probe.probe.httpGet?.scheme?.toUpperCase() === 'HTTPS' ? 'HTTP' : 'HTTPS';
  return change(trouble, ['httpGet', 'scheme'], to, {
    action: `Set scheme: ${to} in the ${trouble.probe.type} probe`,
    why:
      to === 'HTTP'
        ? 'the server speaks plain HTTP on that port'
        : 'the server speaks TLS on that port; the kubelet accepts any certificate',
  });
}

export function refusedRemedies(trouble: ProbeTrouble): Remedy[] {
  const { container, diagnosis, probe } = trouble;
  const host = probeHost(probe.probe);
  if (host !== undefined && isLoopback(host)) {
    return [
      change(trouble, [handlerOf(probe.probe), 'host'], null, {
        action: `Remove host ${host} from the ${probe.type} probe`,
        why: 'without a host the pod itself is asked',
      }),
    ];
  }
  const own = diagnosis.listeners.find(({ port }) => port === diagnosis.port);
  if (own?.loopback) {
    return [
      advise(
        `Make ${container.name} listen on 0.0.0.0:${own.port} (all addresses) instead of the loopback address`,
        'the kubelet asks the address of the pod',
        'new rollout',
      ),
      ...lookAtLog(trouble),
    ];
  }
  return [
    ...lookAtLog(trouble),
    ...(probe.type === 'startup'
      ? []
      : [
          advise(
            `Add a startup probe if ${container.name} only needs longer to start`,
            probe.type === 'liveness'
              ? 'liveness waits until the startup probe has passed'
              : 'it says how long a start may take',
            'new rollout',
          ),
        ]),
  ];
}

/** The command is not there: let the kubelet ask the same by itself, which needs nothing in the image. */
export function replaceCommand(trouble: ProbeTrouble): Remedy[] {
  const { container, probe } = trouble;
  const { command = 'a command' } = trouble.diagnosis;
  const words = (probe.probe.exec?.command ?? []).join(' ');
  const url = /\b(https?):\/\/[^/\s"':]+(?::(\d+))?(\/[^\s"']*)?/.exec(words);
  const stated = url ? url[2] : /:(\d{2,5})\b/.exec(words)?.[1];
  const port = stated === undefined ? likelyPort(trouble) : Number(stated);
  if (port === undefined) return [];
  const path = url?.[3] ?? '/';
  const https = url?.[1] === 'https';
  const check = url
    ? { httpGet: { port, path, ...(https ? { scheme: 'HTTPS' } : {}) } }
    : /grpc/.test(words)
      ? { grpc: { port } }
      : { tcpSocket: { port } };
  const name = url ? `GET ${path} on port ${port}` : `${'grpc' in check ? 'gRPC' : 'TCP'} port ${port}`;
  return [
    change(
      trouble,
      [],
      { exec: null, ...check },
      {
        action: `Let the ${probe.type} probe ask ${name} instead of running ${command}`,
        why: `the kubelet does that itself, ${container.name} needs no program for it`,
      },
    ),
  ];
}

export function runCommand({ subject, container, probe }: ProbeTrouble): Remedy[] {
  const command = probe.probe.exec?.command ?? [];
  if (!subject.pod || command.length === 0) return [];
  return [
    look(
      `Run the check by hand in ${container.name}`,
      'it shows what the command prints and how it exits',
      kubectl(subject, 'exec', subject.pod, '-c', container.name, '--', ...command),
    ),
  ];
}

export function grpcRemedies(trouble: ProbeTrouble): Remedy[] {
  const { container, probe } = trouble;
  const { said = '' } = trouble.diagnosis;
  const port = /failed to connect|does not implement/.test(said) ? likelyPort(trouble) : undefined;
  const wrong =
    port !== undefined &&
    (container.spec.ports ?? []).some((one) => one.containerPort === port && /grpc/.test(one.name ?? ''));
  return [
    ...(wrong
      ? [
          change(trouble, ['grpc', 'port'], port, {
            action: `Point the ${probe.type} probe at port ${port}`,
            why: `${container.name} calls that port its gRPC port`,
          }),
        ]
      : []),
    ...lookAtLog(trouble),
    ...(/service unhealthy/.test(said) ? [] : [registerHealth(trouble)]),
  ];
}

function registerHealth({ container, probe: { probe }, diagnosis }: ProbeTrouble): Remedy {
  const of = probe.grpc?.service ? ` for ${probe.grpc.service}` : '';
  return advise(
    `Register grpc.health.v1.Health${of} in ${container.name} on port ${diagnosis.port}, or probe it with tcpSocket`,
    'a gRPC probe needs the health service, without TLS',
    'new image',
  );
}

/** A start that takes longer than the probe allows: the startup probe is the place to say so. */
export function giveMoreTime(trouble: ProbeTrouble): Remedy {
  const { subject, container, probe } = trouble;
  if (probe.type === 'startup') {
    const { failureThreshold, period } = probe.timing;
    const tries = Math.max(failureThreshold * 3, Math.ceil(180 / period));
    return change(trouble, ['failureThreshold'], tries, {
      action: `Raise failureThreshold of the startup probe from ${failureThreshold} to ${tries}`,
      why: `${container.name} then has ${tries * period} s to start instead of ${failureThreshold * period} s; it is ready as soon as it answers`,
    });
  }
  const handler = handlerOf(probe.probe);
  return changeContainer(
    subject,
    container,
    ['startupProbe'],
    { [handler]: probe.probe[handler], periodSeconds: 5, failureThreshold: 36 },
    {
      action: `Add a startup probe (startupProbe) that asks the same and gives ${container.name} 180 s (36 × 5 s)`,
      why: `the ${probe.type} probe only begins once it has passed`,
    },
  );
}

export function lookAtLog({ subject, container, previous = false }: ProbeTrouble): Remedy[] {
  const command = logsCommand(subject, container.name, previous);
  return command
    ? [
        look(
          `Read the log of ${container.name}${previous ? ' before it was killed' : ''}`,
          'it tells why it does not answer as it should',
          command,
        ),
      ]
    : [];
}

/** The answer itself, through the API server: the event carries the status code only. */
export function lookAtAnswer({ subject, probe, diagnosis }: ProbeTrouble): Remedy[] {
  const { httpGet } = probe.probe;
  if (!httpGet || httpGet.host || !subject.pod || diagnosis.port === undefined || diagnosis.statusCode === undefined)
    return [];
  const scheme = httpGet.scheme?.toLowerCase() === 'https' ? 'https' : 'http';
  const path = (httpGet.path ?? '/').replace(/^\/*/, '');
  const url = `/api/v1/namespaces/${subject.namespace}/pods/${scheme}:${subject.pod}:${diagnosis.port}/proxy/${path}`;
  return [look('See the whole answer', 'the event holds the status code only', kubectl(subject, 'get', '--raw', url))];
}
