import { nodeNameUnknown } from '../../../src/rules/scheduling/node-name-unknown.ts';
import { aNode, aPod } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const pending = { phase: 'Pending', conditions: [], containerStatuses: [] };

/** A pod that no kubelet has accepted. */
function placedOn(nodeName: string, created = 900): ReturnType<typeof aPod> {
  const pod = aPod({ created, spec: { nodeName }, status: pending });
  delete pod.status?.startTime;
  return pod;
}

const ageless = placedOn('node-z');
delete ageless.metadata?.creationTimestamp;

testRule(nodeNameUnknown, {
  fires: [
    {
      name: 'the node of nodeName does not exist',
      objects: [placedOn('node-z'), aNode('node-a')],
      expect: [{ container: null, says: ['node-z', 'no such node'] }],
    },
    {
      name: 'nobody could be asked for nodes, and no kubelet takes it on',
      objects: [placedOn('node-z')],
      expect: [{ severity: 'warning', confidence: 'possible', says: ['node-z', '15 min'] }],
    },
    { name: 'recorded', recording: 'lab-runner', expect: [{ says: ['node-c'] }] },
  ],
  silent: [
    { name: 'nobody could be asked for nodes, and nobody knows how old it is', objects: [ageless] },
    { name: 'the node exists', objects: [placedOn('node-a'), aNode('node-a')] },
    { name: 'nobody could be asked for nodes, and it is new', objects: [placedOn('node-z', 20)] },
    { name: 'a kubelet has accepted the pod', objects: [aPod(), aNode('node-b')] },
  ],
});
