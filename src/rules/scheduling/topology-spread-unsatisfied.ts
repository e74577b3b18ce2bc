import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { spreadsOf } from '../../facts/topology-spread.ts';
import { placementOf } from '../../fit/placement.ts';
import { answerEvidence, refusal } from '../kit/refusal.ts';
import {
  countText,
  inBrackets,
  namesText,
  othersText,
  preemptionText,
  preemptionTitle,
  writtenSpec,
} from '../kit/scheduling.ts';
import { labelText, skewText, spreadEvidence, spreadRemedies } from '../kit/spread.ts';

export const topologySpreadUnsatisfied = defineRule({
  id: 'topology-spread-unsatisfied',
  title: 'A spread constraint excludes the nodes',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage', 'owner'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'spread', 'spread-label');
    if (!scheduling || !block) return;
    const { pod } = facts.status;
    const { fits = [] } = scheduling;
    const spreads = spreadsOf(pod, facts.cluster?.nodes ?? [], valueOf(facts.cluster?.pods) ?? []);
    const label = block.reasons.every(({ kind }) => kind === 'spread-label');
    const guilty = spreads.filter(({ unlabelled, full }) => (label ? unlabelled.length > 0 : full.length > 0));
    const shown = guilty.length > 0 ? guilty : spreads;
    const keys = namesText(shown.map(({ constraint }) => constraint.topologyKey)) || 'a default of the cluster';
    const where = `${countText(block, scheduling)}${inBrackets(block.nodes)}`;
    yield refusal(facts, scheduling, block, {
      detail: label ? 'missing-label' : 'skew',
      title:
        preemptionTitle(scheduling) ??
        (label
          ? `${where} ${block.count === 1 ? 'lacks' : 'lack'} the label ${keys} that its spread constraint needs`
          : `one more pod on ${where} would break its spread over ${keys}`),
      explanation:
        (shown.length > 0
          ? shown.map((spread) => (label ? labelText(spread) : skewText(spread, fits))).join(' ')
          : 'The pod has no such constraint of its own: the scheduler is configured with a default one.') +
        preemptionText(scheduling) +
        othersText(scheduling, 'spread', 'spread-label'),
      evidence: [...shown.flatMap(spreadEvidence), ...(label ? [] : answerEvidence(scheduling, block))],
      remedies: shown
        .slice(0, 1)
        .flatMap((spread) =>
          spreadRemedies(facts.subject, spread, label, fits, writtenSpec(facts.owner, podSpecOf(facts.status))),
        ),
    });
  },
});
