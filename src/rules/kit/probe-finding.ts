import type { ContainerFacts, EventFacts, LogTail } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import type { ProbeDiagnosis, ProbeFailures } from '../../facts/probe-failures.ts';
import { checkText, probeField, timingText, type ContainerProbe } from '../../facts/probes.ts';
import { eventEvidence, fieldEvidence } from './evidence.ts';
import { shortened } from './text.ts';

/** Evidence of the rules about probes: what the kubelet said last, what is asked and when, and the log where it can tell why. */
export function probeEvidence(
  container: ContainerFacts,
  probe: ContainerProbe,
  failures: ProbeFailures,
  diagnosis: ProbeDiagnosis,
  logs: readonly LogTail[] | undefined,
): EvidenceItem[] {
  const asked = `${checkText(probe.probe)}, ${timingText(probe.timing)}`;
  return [
    ...distinct(failures.events).map(eventEvidence),
    fieldEvidence('spec', `${container.path}.${probeField(probe.type)}`, asked),
    ...logLines(logs, container.name, probe, diagnosis),
  ];
}

/** The newest event of each kind of answer, at most three: a runtime that puts ids into its texts makes one event of each attempt. */
function distinct(events: readonly EventFacts[]): EventFacts[] {
  const byText = new Map<string, EventFacts>();
  for (const event of events) {
    const key = event.message.replace(/[0-9a-f]{12,}/g, '').replace(/\d+/g, '');
    const known = byText.get(key);
    byText.set(key, known ? { ...event, count: known.count + event.count } : event);
  }
  return [...byText.values()].slice(-3);
}

/** Lines of the log that may say why; those that only record the probe's own requests are left out. */
function tellingLines(logs: readonly LogTail[] | undefined, container: string, { probe }: ContainerProbe): string[] {
  const tail = logs?.find((log) => log.container === container);
  const path = probe.httpGet?.path || '/';
  const isAccess = (line: string): boolean =>
    /kube-probe/.test(line) || (/\b(GET|HEAD|POST)\b/.test(line) && line.includes(path));
  return (tail?.lines ?? []).map((line) => line.trim()).filter((line) => line !== '' && !isAccess(line));
}

const trouble =
  /\b(warn(ing)?|err(or)?|fatal|fail(s|ed|ure)?|unavailable|unreachable|refused|down|cannot|can't|unable|timed? ?out|exception|denied|not ready|deadlock|retry(ing)?)\b/i;

/** A sentence with the newest line of the log that tells of trouble, where the answer of the probe leaves open why. Empty without one. */
export function logSentence(
  container: ContainerFacts,
  probe: ContainerProbe,
  { detail, listeners, port }: ProbeDiagnosis,
  logs: readonly LogTail[] | undefined,
): string {
  const open = ['server-error', 'timeout', 'connection-refused', 'command-failed', 'grpc', undefined].includes(detail);
  if (!open || listeners.some((one) => one.port === port && one.loopback)) return '';
  const line = tellingLines(logs, container.name, probe)
    .filter((one) => trouble.test(one))
    .at(-1);
  return line === undefined ? '' : ` Its log says: "${shortened(line, 140)}".`;
}

function logLines(
  logs: readonly LogTail[] | undefined,
  container: string,
  probe: ContainerProbe,
  { detail, listeners }: ProbeDiagnosis,
): EvidenceItem[] {
  if (detail === 'wrong-path' || detail === 'auth' || detail === 'command-missing' || detail === 'dns') return [];
  if (detail === 'wrong-port') return listeners.slice(0, 1).map(({ line }) => fieldEvidence('log', container, line));
  const text = tellingLines(logs, container, probe).slice(-4).join('\n');
  return text === '' ? [] : [fieldEvidence('log', container, text)];
}
