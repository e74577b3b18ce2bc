import { evaluate, type EvidenceSet } from '../core/evaluate.ts';
import type { Gap, PodStatusFacts, Snapshot } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import { valueOf } from '../core/lookup.ts';
import { schemaVersion, type PodReport, type ReportedPod, type ReportedRemedy } from '../core/report.ts';
import type { Rule, Subject } from '../core/rule.ts';
import { evidenceOf, subjectOf } from '../facts/evidence.ts';
import { qosOf } from '../facts/qos.ts';
import { podColumns } from '../facts/status-columns.ts';
import { formatTime, secondsBetween } from '../facts/time.ts';
import { reportedConditions } from './conditions.ts';
import { reportedContainers } from './containers.ts';
import { reportedEvents } from './events.ts';
import { lifecycleOf } from './lifecycle.ts';
import { liveRules, withoutEchoes } from './live-rules.ts';
import { reportedProbes } from './probes.ts';
import { reportedQos } from './qos.ts';
import { summaryOf } from './summary.ts';
import { cutTexts } from './texts.ts';
import { standingOf, verdictOf } from './verdict.ts';

/** The whole answer about one target: from what was read to what is said. Pure; the same snapshot gives the same report. */
export function explain(snapshot: Snapshot, rules: readonly Rule[]): PodReport {
  const evidence = evidenceOf(snapshot);
  const subject = subjectOf(snapshot);
  const status = valueOf(evidence.status);
  const evaluated = evaluate(liveRules(rules, status), evidence, subject, snapshot.asOf);
  const { notChecked, failures } = evaluated;
  const findings = withoutEchoes(evaluated.findings, rules);
  const events = valueOf(evidence.events);
  const now = snapshot.asOf;
  const standing = standingOf(snapshot.target, status, valueOf(snapshot.ownerPods));
  const verdict = verdictOf(findings, status, snapshot.target, standing, now);
  return cutTexts({
    schemaVersion,
    kind: 'PodReport',
    asOf: formatTime(now),
    target: snapshot.target,
    pod: status ? reportedPod(status, subject, now) : null,
    verdict,
    summary: summaryOf(snapshot, status, findings, verdict, standing),
    findings: findings.map(({ remedies: _remedies, verdict: _verdict, ...finding }) => finding),
    remediation: remediationOf(findings),
    lifecycle: status ? lifecycleOf(status, events, now) : [],
    conditions: status ? reportedConditions(status) : [],
    containers: status ? reportedContainers(status, now) : [],
    probes: status ? reportedProbes(status, events, now) : [],
    qos: status ? reportedQos(status, nodeOf(evidence)) : null,
    // Where there is no pod, its owner's events are all there is.
    events: reportedEvents(events ?? (status ? [] : (valueOf(evidence.owner)?.events ?? []))),
    couldNotCheck: gapsOf(snapshot.gaps, notChecked),
    failedRules: failures,
  });
}

function nodeOf(evidence: EvidenceSet): Parameters<typeof reportedQos>[1] {
  return valueOf(valueOf(evidence.node));
}

function reportedPod(status: PodStatusFacts, subject: Subject, now: number): ReportedPod {
  const columns = podColumns(status.pod);
  const bare = subject.workload.kind === 'Pod';
  return {
    namespace: status.namespace,
    name: status.name,
    phase: status.phase,
    status: columns.status,
    ready: columns.ready,
    restarts: columns.restarts,
    node: status.nodeName ?? null,
    qosClass: status.pod.status?.qosClass ?? qosOf(status.pod.spec ?? {}).class,
    owner: bare ? null : `${subject.workload.kind}/${subject.workload.name}`,
    age: status.created === undefined ? null : Math.round(secondsBetween(status.created, now)),
  };
}

/** Remedies in the order of their findings; one that an earlier finding already has is not said again. Advice is no thing that has to be done. */
function remediationOf(findings: readonly Finding[]): ReportedRemedy[] {
  const seen = new Set<string>();
  const remediation: ReportedRemedy[] = [];
  findings.forEach((finding, index) => {
    for (const remedy of finding.severity === 'advice' ? [] : finding.remedies) {
      const key = remedy.command ? remedy.command.join(' ') : remedy.action;
      if (seen.has(key)) continue;
      seen.add(key);
      // What a finding offers as an alternative may be all that is left of its remedies.
      const first = remediation.at(-1)?.finding !== index;
      remediation.push({
        rank: remediation.length + 1,
        finding: index,
        action: first ? remedy.action.replace(/^Or (\w)/, (_, letter: string) => letter.toUpperCase()) : remedy.action,
        why: remedy.why,
        command: remedy.command ?? null,
        patch: remedy.patch ?? null,
        changesCluster: remedy.changesCluster,
        risk: remedy.risk,
      });
    }
  });
  return remediation;
}

/** What was refused, and the rules that could not run for it. */
function gapsOf(gaps: readonly Gap[], notChecked: readonly { rule: string; because: string }[]): Gap[] {
  const rules = notChecked.map(({ rule, because }) => ({ what: `rule ${rule}`, why: because }));
  return [...gaps, ...rules];
}
