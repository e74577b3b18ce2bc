import type { ContainerSpec } from '../../core/evidence.ts';
import type { Probe } from '../../core/kubernetes.ts';
import { isLoopback } from '../../facts/listening.ts';
import type { ProbeDiagnosis } from '../../facts/probe-failures.ts';
import type { Outlook } from '../../facts/probe-life.ts';
import { checkText, probeHost, type ContainerProbe } from '../../facts/probes.ts';
import { formatSpan, formatTime, secondsBetween } from '../../facts/time.ts';
import { firstLine, shortened } from './text.ts';

/** `80`, `80 and 9090`, `80, 81 and 9090`. */
export function listOf(items: readonly (string | number)[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Who asks what: `The kubelet sends GET /ready to port 8080 of web`. */
function asksFor({ name }: ContainerSpec, probe: Probe, found: ProbeDiagnosis): string {
  const { httpGet, grpc, exec } = probe;
  const { port = '?' } = found;
  const host = probeHost(probe);
  const to = host === undefined ? `port ${port} of ${name}` : `${host}:${port}`;
  if (httpGet) return `The kubelet sends GET ${httpGet.path || '/'} to ${to}${isHttps(probe) ? ' by HTTPS' : ''}`;
  if (grpc) return `The kubelet asks the gRPC health service${grpc.service ? ` ${grpc.service}` : ''} on ${to}`;
  if (exec) return `The kubelet runs \`${commandText(probe)}\` inside ${name}`;
  return `The kubelet opens a connection to ${to}`;
}

/** What is asked and what came back, one or two sentences with the real values. */
export function whyProbeFails(
  container: ContainerSpec,
  { probe, timing }: ContainerProbe,
  found: ProbeDiagnosis,
): string {
  const { name } = container;
  const { port = '?', command = 'a command', statusCode = 'that it wants a client certificate' } = found;
  const asks = asksFor(container, probe, found);
  switch (found.detail) {
    case 'wrong-port':
      return found.unknownPort === undefined
        ? `${asks}, and nothing listens there; ${whereItListens(name, found)}.`
        : `The probe asks the port named ${found.unknownPort}, which container ${name} does not declare ${declaredPorts(container)}, so the kubelet cannot even try.`;
    case 'wrong-path':
      return `${asks}, and the server answers ${statusCode}: it listens, and has nothing to give under ${probe.httpGet?.path || '/'}.`;
    case 'server-error':
      return `${asks}, and the server answers ${statusCode}: it listens, and says itself that it cannot serve.`;
    case 'auth':
      return `${asks}, and the server answers ${statusCode}: it wants credentials, and the kubelet has none.`;
    case 'timeout':
      return `${asks} and gives up after ${timing.timeout} s (timeoutSeconds${isDefaultTimeout(probe) ? ', the default' : ''}): ${timeoutPart(probe, found)}.`;
    case 'connection-refused':
      return refused(name, probe, asks, found);
    case 'wrong-scheme':
      return isHttps(probe)
        ? `The probe speaks HTTPS to port ${port} of ${name}, and the server there speaks plain HTTP.`
        : `The probe speaks plain HTTP to port ${port} of ${name}, and the server there seems to want HTTPS.`;
    case 'command-missing':
      return `The probe runs ${command} inside ${name}, and the image has no such program.`;
    case 'command-failed':
      return `${asks}, ${commandOutcome(found)}.`;
    case 'dns':
      return `The probe names the host ${probeHost(probe) ?? '?'}; probes are sent by the node, and the node cannot resolve that name.`;
    case 'grpc':
      return `${asks}, and ${grpcPart(found)}.`;
    case 'too-early':
      return `${asks}, and nobody answers yet: the log shows that it is still starting.`;
    default:
      return otherwise(asks, found);
  }
}

function isHttps(probe: Probe): boolean {
  return probe.httpGet?.scheme?.toUpperCase() === 'HTTPS';
}

function isDefaultTimeout({ timeoutSeconds }: Probe): boolean {
  return !timeoutSeconds || timeoutSeconds === 1;
}

function commandText(probe: Probe): string {
  return shortened((probe.exec?.command ?? []).join(' '));
}

function declaredPorts({ spec }: ContainerSpec): string {
  const ports = (spec.ports ?? []).map(({ name, containerPort }) => `${name ? `${name} ` : ''}${containerPort}`);
  return ports.length > 0 ? `(it declares ${listOf(ports)})` : '(it declares no ports)';
}

function whereItListens(name: string, { declared, listeners, port }: ProbeDiagnosis): string {
  const heard = listeners.filter((one) => one.port !== port).map((one) => one.port);
  const declares =
    declared.length === 1
      ? `the only port it declares is ${listOf(declared)}`
      : declared.length > 0
        ? `it declares ${listOf(declared)}`
        : `${name} declares no ports`;
  return heard.length > 0 ? `${declares}, and its log says that it listens on ${listOf(heard)}` : declares;
}

function timeoutPart(probe: Probe, { said = '' }: ProbeDiagnosis): string {
  if (probe.exec) return 'the command takes longer';
  if (probe.tcpSocket || /i\/o timeout|dial tcp/.test(said)) return 'the connection is not even accepted in that time';
  return 'the server takes the connection and does not answer in that time';
}

function refused(name: string, probe: Probe, asks: string, { port, listeners }: ProbeDiagnosis): string {
  const host = probeHost(probe);
  if (host !== undefined && isLoopback(host)) {
    return `${asks}, and the connection is refused: probes are sent by the node, so ${host} is the node itself, not the pod.`;
  }
  if (host !== undefined) return `${asks}, and ${host} refuses the connection.`;
  const own = listeners.find((one) => one.port === port);
  if (own?.loopback) {
    return `${asks}, and the connection is refused: by its log ${name} listens on the loopback address only, which nobody outside of the pod reaches.`;
  }
  return `${asks}, and the connection is refused: nothing listens on that port${own ? ' now, though its log names it' : ', or not yet'}.`;
}

function commandOutcome({ said = '', neverCounts }: ProbeDiagnosis): string {
  const output = firstLine(said).trim();
  if (neverCounts) return `and the runtime cannot start it (${shorten(output)})`;
  return output === '' ? 'and it exits with an error and prints nothing' : `and it fails with: ${shorten(output)}`;
}

function shorten(text: string, most = 160): string {
  return shortened(text, most).replace(/\.$/, '');
}

function grpcPart({ said = '' }: ProbeDiagnosis): string {
  if (/does not implement/.test(said))
    return 'the server there does not implement the gRPC health protocol (grpc.health.v1.Health)';
  if (/service unhealthy/.test(said)) return `the server says about itself: ${shorten(said)}`;
  if (/NotFound|unknown service/.test(said)) return 'the server knows no health service of that name';
  if (/failed to connect/.test(said))
    return 'no gRPC server takes the connection there: nothing listens on that port, or what does speaks something else';
  return `that fails: ${shorten(said)}`;
}

function otherwise(asks: string, { statusCode, said = '' }: ProbeDiagnosis): string {
  if (statusCode !== undefined)
    return `${asks}, and the server answers ${statusCode}; only 200 to 399 count as healthy.`;
  if (/stopped after 10 redirects/.test(said)) return `${asks}, and the server redirects it in a circle.`;
  if (/EOF|connection reset/.test(said)) return `${asks}, and the server closes the connection without an answer.`;
  if (/no route to host|unreachable/.test(said)) return `${asks}, and the node has no way to that address.`;
  return said
    ? `${asks}, and that fails: ${shorten(firstLine(said))}.`
    : `${asks}; no event is left that says what it answers.`;
}

/** The same as a clause for titles: `GET /ready answers 404`. */
export function probeTitle(probe: Probe, found: ProbeDiagnosis): string {
  const { port = '?', command = 'its command' } = found;
  const path = probe.httpGet ? `GET ${probe.httpGet.path || '/'}` : 'the check';
  switch (found.detail) {
    case 'wrong-port':
      return found.unknownPort === undefined
        ? `nothing listens on port ${port}`
        : `it asks a port named ${found.unknownPort}, which the container does not declare`;
    case 'wrong-path':
    case 'server-error':
    case 'auth':
      return found.statusCode === undefined ? 'the server refuses it' : `${path} answers ${found.statusCode}`;
    case 'timeout':
      return probe.exec ? 'its command takes longer than timeoutSeconds' : 'no answer within timeoutSeconds';
    case 'connection-refused':
      return `port ${port} refuses the connection`;
    case 'wrong-scheme':
      return isHttps(probe) ? 'it speaks HTTPS to a plain HTTP port' : 'it speaks plain HTTP to a TLS port';
    case 'command-missing':
      return `${command} is not in the image`;
    case 'command-failed':
      return found.said ? shorten(firstLine(found.said), 60) : 'its command exits with an error';
    case 'dns':
      return `${probeHost(probe) ?? 'its host'} cannot be resolved`;
    case 'grpc':
      return `no healthy answer by gRPC on port ${port}`;
    case 'too-early':
      return 'it is still starting';
    default:
      if (found.statusCode !== undefined) return `${path} answers ${found.statusCode}`;
      return found.said ? shorten(firstLine(found.said), 60) : checkText(probe);
  }
}

/** `if it goes on, 24 more, one every 5 s, have web killed at the earliest in 2 min, at 22:46:15 UTC`. */
export function killWords(name: string, { timing }: ContainerProbe, { left, earliest }: Outlook, now: number): string {
  const wait = secondsBetween(now, earliest);
  const when =
    wait > 0
      ? `at the earliest in ${formatSpan(wait)}, at ${formatTime(earliest).slice(11, 19)} UTC`
      : 'any moment now';
  const more = left === 1 ? '1 more failure has' : `${left} more failures, one every ${timing.period} s, have`;
  return `if it goes on, ${more} ${name} killed ${when}`;
}
