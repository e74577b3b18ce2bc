import type { ContainerFacts, EventFacts, PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { isAbout, probeKillUnderWay, type KillingProbe, type ProbeKill } from '../../facts/probe-kill.ts';
import { diagnoseProbe, probeFailures } from '../../facts/probe-failures.ts';
import { arithmeticText, checkText, probeOf, probesOf, timingText, type ContainerProbe } from '../../facts/probes.ts';
import { ranFor } from '../../facts/recovery.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';
import { aftermath, crashesOf, crashEvidence, graded, type Crash, type CrashFacts } from './crash.ts';
import { containerText } from './containers.ts';
import { eventEvidence, fieldEvidence, logEvidence } from './evidence.ts';
import { readLog } from './crash-remedies.ts';
import { probeRemedies } from './probe-remedies.ts';
import { whyProbeFails } from './probe-words.ts';

export interface ProbeKillFacts extends CrashFacts {
  readonly spec: PodSpecFacts;
  readonly subject: Subject;
}

/** A container that one of its probes kills: one that was killed and has not recovered, or one whose first kill is under way. */
interface Killed {
  readonly container: ContainerFacts;
  readonly kill: Pick<ProbeKill, 'confidence' | 'events'>;
  /** Missing while the first kill is under way. */
  readonly crash?: Crash;
}

/** What there is to say of every container that a probe of the type kills. */
export function* probeKillObservations(type: KillingProbe, facts: ProbeKillFacts): Generator<Observation> {
  for (const killed of killedBy(type, facts)) {
    const probe = probeOf(killed.container, type);
    yield probe ? observe(killed, type, probe, facts) : withoutProbe(killed, type, facts);
  }
}

function killedBy(type: KillingProbe, facts: ProbeKillFacts): Killed[] {
  const crashes = crashesOf(facts, `${type}-probe`).map((crash) => ({
    container: crash.container,
    kill: { confidence: crash.death.confidence, events: crash.death.events },
    crash,
  }));
  const known = new Set(crashes.map(({ container }) => container.name));
  const first = facts.status.deletion
    ? []
    : facts.status.containers.flatMap((container): Killed[] => {
        const kill = known.has(container.name) ? undefined : probeKillUnderWay(container, facts.events);
        return kill?.probe === type ? [{ container, kill }] : [];
      });
  return [...crashes, ...first];
}

function observe(killed: Killed, type: KillingProbe, probe: ContainerProbe, facts: ProbeKillFacts): Observation {
  const { container, kill, crash } = killed;
  const { subject, logs, events, spec, status, now } = facts;
  const failures = probeFailures(container, type, events);
  const diagnosis = diagnoseProbe(container, probe.probe, failures, logs, spec.containers);
  const passing = otherProbe(container, probe, events);
  const remedies = probeRemedies({
    subject,
    container,
    probe,
    diagnosis,
    ...(passing ? { passing } : {}),
    previous: container.terminated === undefined && container.last !== undefined,
  });
  const after = crash && ranFor(crash.death.termination);
  return {
    ...(crash ? graded(crash, now) : {}),
    container,
    confidence: kill.confidence,
    ...(diagnosis.detail ? { detail: diagnosis.detail } : {}),
    title: titleOf(container, type, after),
    explanation: [
      whyProbeFails(container, probe, diagnosis),
      budgetWords(probe),
      ...inferredWords(killed, type),
      crash ? aftermath(crash, status, now) : 'The kubelet is stopping it now and will start it again.',
    ].join(' '),
    evidence: [
      ...(crash ? crashEvidence(crash, undefined) : kill.events.map(eventEvidence)),
      ...(failures.last ? [eventEvidence(failures.last)] : []),
      fieldEvidence('spec', `${container.path}.${type}Probe`, `${checkText(probe.probe)}, ${timingText(probe.timing)}`),
      ...logEvidence(logs, container.name),
    ],
    remedies: remedies.slice(0, 4),
  };
}

function titleOf(container: ContainerFacts, type: KillingProbe, after: number | undefined): string {
  const span = after === undefined ? '' : ` ${formatSpan(after)} after its start`;
  const again = container.restarts > 1 ? ', again and again' : '';
  return `its ${type} probe kills ${containerText(container)}${span}${again}`;
}

/** The arithmetic: how many failures it takes and when that is. */
function budgetWords(probe: ContainerProbe): string {
  const { failureThreshold, period } = probe.timing;
  const failures =
    failureThreshold === 1
      ? 'One failure is enough'
      : `${failureThreshold} failures in a row, one every ${period} s, are enough`;
  return `${failures} (failureThreshold ${failureThreshold}): it ${arithmeticText(probe.type, probe.timing)}.`;
}

function inferredWords({ kill, crash }: Killed, type: KillingProbe): string[] {
  if (kill.confidence === 'certain' || !crash) return [];
  const { exitCode } = crash.death.termination;
  const why =
    kill.events.length > 0
      ? `the probe failed until the end, which came with exit code ${exitCode}`
      : `exit code ${exitCode} is what such a kill leaves, and ${crash.container.name} had run as long as the ${type} probe needs for it`;
  return [`No event of the kill is left, so this is ${kill.confidence}: ${why}.`];
}

/** Another probe of the container of which no failure was heard while the container ran. */
function otherProbe(
  container: ContainerFacts,
  { type }: ContainerProbe,
  events: readonly EventFacts[] | undefined,
): ContainerProbe | undefined {
  if (events === undefined || !container.ready) return undefined;
  const startedAt = container.running?.startedAt;
  return probesOf(container).find((other) => {
    if (other.type === type || other.type === 'startup') return false;
    const { last } = probeFailures(container, other.type, events, startedAt);
    return last === undefined || (startedAt !== undefined && secondsBetween(startedAt, last.last) < 3);
  });
}

/** The events name a probe that the spec no longer has: the pod was changed, or only part of it is known. */
function withoutProbe({ container, kill, crash }: Killed, type: KillingProbe, facts: ProbeKillFacts): Observation {
  const { status, now, logs, subject } = facts;
  const own = (facts.events ?? []).filter((event) => event.reason === 'Unhealthy' && isAbout(event, container.name));
  return {
    container,
    confidence: kill.confidence,
    title: `its ${type} probe kills ${containerText(container)}`,
    explanation: [
      `The kubelet says that it stops ${container.name} because its ${type} probe fails; what the probe asks is not known here.`,
      ...(crash ? [aftermath(crash, status, now)] : []),
    ].join(' '),
    evidence: [
      ...(crash ? crashEvidence(crash, logs) : kill.events.map(eventEvidence)),
      ...own.slice(-1).map(eventEvidence),
    ],
    remedies: crash ? readLog(crash, subject) : [],
  };
}
