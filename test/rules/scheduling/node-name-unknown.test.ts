import { nodeNameUnknown } from '../../../src/rules/scheduling/node-name-unknown.ts';
import { aNode, aPod } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const pending = { phase: 'Pending', conditions: [], containerStatuses: [] };

/** A pod that no kubelet has accepted. */
function placedOn(nodeName: string): ReturnType<typeof aPod> {
  const pod = aPod({ spec: { nodeName }, status: pending });
  delete pod.status?.startTime;
  return pod;
}

testRule(nodeNameUnknown, {
  fires: [
    {
      name: 'the node of nodeName does not exist',
      objects: [placedOn('node-z'), aNode('node-a')],
      expect: [{ container: null, says: ['node-z', 'no such node'] }],
    },
    { name: 'recorded', recording: 'lab-runner', expect: [{ says: ['node-c'] }] },
  ],
  silent: [
    { name: 'the node exists', objects: [placedOn('node-a'), aNode('node-a')] },
    { name: 'nobody could be asked for nodes', objects: [placedOn('node-z')] },
    { name: 'a kubelet has accepted the pod', objects: [aPod(), aNode('node-b')] },
  ],
});
