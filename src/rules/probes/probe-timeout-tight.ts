import type { Observation } from '../../core/finding.ts';
import type { Probe } from '../../core/kubernetes.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { probeField, type ProbeType } from '../../facts/probes.ts';
import { baseName, commandsIn, sleptSeconds } from '../../facts/shell-command.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, counted, probeEvidence, type ProbeOfContainer } from '../kit/manifest.ts';
import { changeContainer } from '../kit/remedies.ts';

/** Programs that need a good part of a second, or more, before they do anything: runtimes and what is written in them. */
const slow =
  /^(?:java|python[\d.]*|node|nodejs|ruby|php|perl|npm|npx|pip|mongo|mongosh|rabbitmqctl|rabbitmq-diagnostics|nodetool|cqlsh|kafka-[\w-]+(?:\.sh)?|zkServer\.sh|kubectl|aws|gcloud|az|celery|airflow|rails|rake|dotnet|clickhouse-client|solr|elasticsearch[\w-]*)$/;
/** Programs that are done at once. */
const instant =
  /^(?:cat|test|\[|\[\[|ls|true|false|stat|pgrep|pidof|kill|grep|echo|exit|find|head|tail|wc|awk|sed|cut|date|expr|:|rm|touch|printf|ps|egrep|set|return|cd|hostname|env)$/;

export const probeTimeoutTight = defineRule({
  id: 'probe-timeout-tight',
  title: 'A probe that starts a program or speaks TLS has one second',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    for (const one of allProbes(spec)) {
      const { probe, timing } = one;
      const sleeps = sleptSeconds(probe.exec?.command ?? []);
      const work = timing.timeout === 1 ? workOf(probe) : undefined;
      if (sleeps >= timing.timeout && sleeps > 0) yield neverPasses(one, sleeps, subject);
      else if (work) yield tight(one, work, subject);
    }
  },
});

function tight(one: ProbeOfContainer, work: ProbeWork, subject: Subject): Observation {
  const { container, timing, type, path } = one;
  const seconds = Math.min(5, Math.max(2, timing.period));
  return {
    container,
    path: `${path}.timeoutSeconds`,
    ...(work.slow ? {} : { severity: 'advice' as const }),
    confidence: 'likely',
    title: `the ${type} probe of ${containerText(container)} has 1 s for ${work.what}`,
    explanation:
      `timeoutSeconds is 1, the default. ${work.why}; under load or with little cpu that takes longer than 1 s, the attempt counts as failed, and ` +
      `${counted(timing.failureThreshold, 'failure')} in a row ${effect[type]}.`,
    evidence: [probeEvidence(one)],
    remedies: [
      changeContainer(subject, container, [probeField(type), 'timeoutSeconds'], seconds, {
        action: `Give the ${type} probe ${seconds} s`,
        why: 'a slow answer is then told from none',
      }),
    ],
  };
}

/** The command sleeps for as long as it may take, or longer. */
function neverPasses(one: ProbeOfContainer, sleeps: number, subject: Subject): Observation {
  const { container, timing, type, path } = one;
  const seconds = Math.ceil(sleeps) + 2;
  return {
    container,
    path: `${path}.timeoutSeconds`,
    severity: 'error',
    title: `the ${type} probe of ${containerText(container)} sleeps ${sleeps} s and has ${timing.timeout} s`,
    explanation:
      `Its command sleeps ${sleeps} s before it can succeed, and is stopped after timeoutSeconds (${timing.timeout}): the probe never passes, and ` +
      `${counted(timing.failureThreshold, 'failure')} in a row ${effect[type]}.`,
    evidence: [probeEvidence(one)],
    remedies: [
      changeContainer(subject, container, [probeField(type), 'timeoutSeconds'], seconds, {
        action: `Give the ${type} probe ${seconds} s, or take the sleep away`,
        why: 'the command can then come to its end',
      }),
    ],
  };
}

const effect: Readonly<Record<ProbeType, string>> = {
  startup: 'have the container killed',
  liveness: 'have the container killed',
  readiness: 'take it out of its Services',
};

interface ProbeWork {
  readonly what: string;
  readonly why: string;
  readonly slow: boolean;
}

function workOf({ exec, httpGet }: Probe): ProbeWork | undefined {
  if (httpGet?.scheme?.toUpperCase() === 'HTTPS') {
    return {
      what: 'a TLS handshake and the answer',
      why: 'Every attempt makes a TLS handshake of its own',
      slow: false,
    };
  }
  const words = exec?.command ?? [];
  if (words.length === 0) return undefined;
  const programs = (commandsIn(words) ?? []).map(({ words: [first = ''] }) => baseName(first));
  const heavy = programs.find((program) => slow.test(program));
  if (heavy !== undefined)
    return { what: `starting ${heavy}`, why: `Every attempt starts ${heavy} in the container`, slow: true };
  if (programs.length > 0 && programs.every((program) => instant.test(program))) return undefined;
  const program = programs.find((each) => !instant.test(each)) ?? baseName(words[0] ?? '');
  return { what: `running ${program}`, why: `Every attempt starts ${program} in the container`, slow: false };
}
