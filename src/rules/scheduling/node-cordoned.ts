import { defineRule } from '../../core/rule.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { are, countText, inBrackets, othersText } from '../kit/scheduling.ts';

export const nodeCordoned = defineRule({
  id: 'node-cordoned',
  title: 'Nodes are marked unschedulable',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'cordoned');
    if (!scheduling || !block) return;
    // A node that would take the pod once it is open again is worth more than one that refuses it anyway.
    const nodes = [...block.nodes].sort((a, b) => a.refusals.length - b.refusals.length);
    const alsoDown = nodes.filter(({ notReady }) => notReady).map(({ name }) => ` ${name} is not ready either.`);
    yield refusal(facts, scheduling, block, {
      title: `${countText(block, scheduling)}${inBrackets(block.nodes)} ${are(block.count)} cordoned`,
      explanation:
        `Somebody, or an upgrade or autoscaler, marked ${block.count === 1 ? 'it' : 'them'} unschedulable (kubectl cordon or drain): pods that run there stay, ` +
        `new ones are not accepted.${alsoDown.join('')}${othersText(scheduling, 'cordoned')}`,
      evidence: [
        ...nodes.slice(0, 5).map(({ name }) => fieldEvidence('node', `${name} spec.unschedulable`, 'true (cordoned)')),
      ],
      remedies: [
        ...nodes
          .slice(0, 2)
          .map(({ name, refusals }) =>
            act(
              `Uncordon ${name}, if its maintenance is over`,
              refusals.length > 1
                ? 'it would still be refused there for another reason'
                : 'then it takes new pods again',
              kubectlCluster('uncordon', name),
              `new pods may come to ${name}`,
            ),
          ),
        look(
          'See which nodes are cordoned',
          'SchedulingDisabled stands in their status',
          kubectlCluster('get', 'nodes'),
        ),
      ],
    });
  },
});
