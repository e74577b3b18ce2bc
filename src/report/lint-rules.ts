import { type Severity } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';

/** What the user wants to hear of. */
export interface RuleChoice {
  /** Nothing but these; missing for all. */
  readonly only?: ReadonlySet<string>;
  /** These as well, although they are off by default. */
  readonly enabled: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
  readonly severities: ReadonlyMap<string, Severity>;
}

/** The rules that lint manifests, as the user wants them: `rules` are those that there are. */
export function chosenRules(rules: readonly Rule[], { only, enabled, ignored, severities }: RuleChoice): Rule[] {
  return rules.flatMap((rule) => {
    if (ignored.has(rule.id)) return [];
    if (only ? !only.has(rule.id) : rule.offByDefault && !enabled.has(rule.id)) return [];
    const severity = severities.get(rule.id);
    return [severity === undefined ? rule : withSeverity(rule, severity)];
  });
}

/** The rule with every observation at this severity, whatever the rule itself thinks of it. */
function withSeverity(rule: Rule, severity: Severity): Rule {
  return {
    ...rule,
    severity,
    *check(facts) {
      for (const observation of rule.check(facts)) yield { ...observation, severity };
    },
  };
}
