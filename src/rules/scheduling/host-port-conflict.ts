import { defineRule } from '../../core/rule.ts';
import { fullNameOf } from '../../facts/metadata.ts';
import { hostPorts } from '../../facts/node-fit.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { blockOf } from '../../facts/scheduling.ts';
import { placementOf } from '../../fit/placement.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, kubectlCluster, look } from '../kit/remedies.ts';
import { refusal } from '../kit/refusal.ts';
import { countText, inBrackets, namesText, othersText, preemptionText, preemptionTitle } from '../kit/scheduling.ts';

export const hostPortConflict = defineRule({
  id: 'host-port-conflict',
  title: 'The host port is taken',
  topic: 'scheduling',
  severity: 'critical',
  verdict: 'pending',
  needs: ['spec', 'status'],
  mayUse: ['events', 'cluster', 'storage', 'owner'],

  *check(facts) {
    const scheduling = placementOf(facts);
    const block = blockOf(scheduling, 'host-port');
    if (!scheduling || !block) return;
    const spec = podSpecOf(facts.status);
    const wanted = [...new Set(hostPorts(spec).map(({ port }) => port))];
    const conflicts = block.nodes.flatMap(({ name, ports }) => ports.map((conflict) => ({ node: name, ...conflict })));
    const taken = [...new Set(conflicts.map(({ port }) => port))];
    const ports = (taken.length > 0 ? taken : wanted).map(String);
    const what = `host port${ports.length === 1 ? '' : 's'} ${namesText(ports) || 'that it asks for'}`;
    const holders = conflicts.map(({ node, port, holder }) => `${fullNameOf(holder)} holds ${port} on ${node}`);
    const network = spec.hostNetwork ? ' With hostNetwork every port that a container declares is a host port.' : '';
    yield refusal(facts, scheduling, block, {
      title:
        preemptionTitle(scheduling) ??
        `${what} ${ports.length === 1 ? 'is' : 'are'} taken on ${countText(block, scheduling)}${inBrackets(block.nodes)}`,
      explanation:
        `A port of a node can be bound by one pod only${holders.length > 0 ? `: ${namesText(holders)}` : ''}.${network}` +
        `${preemptionText(scheduling)}${othersText(scheduling, 'host-port')}`,
      evidence: [
        ...wanted.map((port) => fieldEvidence('spec', 'spec.containers[].ports[].hostPort', String(port))),
        ...conflicts
          .slice(0, 4)
          .map(({ node, port, protocol, holder }) =>
            fieldEvidence('node', node, `${protocol} ${port} is bound by pod ${fullNameOf(holder)}`),
          ),
      ],
      remedies: [
        advise(
          `Remove hostPort and reach the pods through a Service`,
          'then any number of them share a node',
          'clients that use the address of a node have to change',
        ),
        advise('Or run no more replicas than nodes can hold, as a DaemonSet does', 'each node has the port once'),
        look(
          'See which pods run where',
          'the holder of the port may not be needed',
          kubectlCluster('get', 'pods', '-A', '-o', 'wide'),
        ),
      ],
    });
  },
});
