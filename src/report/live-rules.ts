import type { PodStatusFacts } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { isFinished } from '../facts/pod-status.ts';

/**
 * The rules as they run on a live pod. Those that lint manifests and need no more than a spec give advice there, whatever they say in a manifest: the pod is
 * accepted, and what its status shows counts more. A pod that has ended, or is about to, needs no advice.
 */
export function liveRules(rules: readonly Rule[], status: PodStatusFacts | undefined): Rule[] {
  const advised = status !== undefined && !status.deletion && !isFinished(status);
  return rules.flatMap((rule) => {
    if (rule.stage === undefined) return [rule];
    const bySpec = rule.needs.every((key) => key === 'spec') && !rule.offByDefault;
    return advised && bySpec ? [asAdvice(rule)] : [];
  });
}

function asAdvice(rule: Rule): Rule {
  return {
    ...rule,
    severity: 'advice',
    verdict: 'healthy',
    *check(facts) {
      for (const observation of rule.check(facts)) yield { ...observation, severity: 'advice', verdict: 'healthy' };
    },
  };
}

/** Findings without the advice that a cause of the same container makes idle: what kills it through a probe says all about its probes. */
export function withoutEchoes(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const topics = new Map(rules.map(({ id, topic }) => [id, topic]));
  const probed = new Set(
    findings
      .filter(({ severity, rule }) => severity !== 'advice' && rule.includes('probe'))
      .map(({ container }) => container),
  );
  return findings.filter(
    ({ severity, rule, container }) =>
      !(severity === 'advice' && topics.get(rule) === 'probes' && probed.has(container)),
  );
}
