import { nodeAffinityMismatch } from '../../../src/rules/scheduling/node-affinity-mismatch.ts';
import { aNode } from '../../support/builders.ts';
import { onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const noMatch = refused(2, "2 node(s) didn't match Pod's node affinity/selector");
const nodes = [aNode('node-a', { labels: { disktype: 'ssd' } }), aNode('node-b', { labels: { disktype: 'hdd' } })];
const named = (name: string): object => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
      },
    },
  },
});

const required = (term: object): object => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
});

testRule(nodeAffinityMismatch, {
  fires: [
    {
      name: 'no node has the label value',
      objects: [pendingPod({ message: noMatch, spec: { nodeSelector: { disktype: 'sdd' } } }), ...nodes],
      expect: [
        { container: null, says: ['no node has disktype=sdd', 'node-a has disktype=ssd', 'Select disktype=ssd'] },
      ],
    },
    {
      name: 'no node has the label at all',
      objects: [pendingPod({ message: noMatch, spec: { nodeSelector: { gpu: 'a100' } } }), ...nodes],
      expect: [{ says: ['has no label gpu'], command: 'kubectl label node node-a gpu=a100 --overwrite' }],
    },
    {
      name: 'some nodes match and are refused for something else',
      objects: [
        pendingPod({
          message: refused(2, "1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector"),
          requests: { cpu: '9' },
          spec: { nodeSelector: { disktype: 'ssd' } },
        }),
        ...nodes,
      ],
      expect: [{ says: ['1 of 2 nodes (node-b) lacks disktype=ssd', 'The other node is too small or too full'] }],
    },
    {
      name: 'the nodes may not be read',
      objects: [pendingPod({ message: noMatch, spec: { nodeSelector: { disktype: 'nvme' } } })],
      expect: [{ says: ['disktype=nvme'] }],
    },
    {
      name: 'the only node it may use by name is gone',
      objects: [
        pendingPod({ message: refused(2, "2 node(s) didn't satisfy plugin(s) [NodeAffinity]"), spec: named('node-z') }),
        ...nodes,
      ],
      expect: [{ says: ['node-z'] }],
    },
    {
      name: 'recorded: node affinity',
      recording: 'cdn-edge',
      expect: [{ says: ['topology.kubernetes.io/zone', 'zone-c'] }],
    },
    { name: 'recorded: nodeSelector', recording: 'geo-router', expect: [{ says: ['disktype', 'nvme'] }] },

    {
      name: 'several nodes of more lack it',
      objects: [
        pendingPod({
          message: refused(3, "1 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector"),
          requests: { cpu: '9' },
          spec: { nodeSelector: { disktype: 'ssd' } },
        }),
        ...nodes,
        aNode('node-c'),
      ],
      expect: [{ says: ['2 of 3 nodes (node-b and node-c) lack disktype=ssd', 'node-c has no label disktype'] }],
    },
    {
      name: 'the nodes may not be read, and it names one',
      objects: [pendingPod({ message: noMatch, spec: named('node-z') })],
      expect: [{ says: ['no node has the name node-z', 'its node affinity allows.'] }],
    },
    {
      name: 'the nodes may not be read, and its affinity names labels',
      objects: [
        pendingPod({
          message: noMatch,
          spec: required({ matchExpressions: [{ key: 'disktype', operator: 'In', values: ['nvme'] }] }),
        }),
      ],
      expect: [{ says: ['no node has what its required node affinity names', 'disktype=nvme'] }],
    },
    {
      name: 'its spec says nothing: the scheduler enforces an affinity',
      objects: [pendingPod({ message: refused(2, "2 node(s) didn't match scheduler-enforced node affinity") })],
      expect: [{ says: ['no node has what the pod requires of a node'] }],
    },
    {
      name: 'a term without requirements matches nothing',
      objects: [pendingPod({ message: noMatch, spec: required({}) }), ...nodes],
      expect: [{ says: ['node-a does not match; node-b does not match'] }],
    },
  ],
  silent: [
    {
      name: 'it runs',
      objects: [onNode('web-1', 'node-a', { spec: { nodeSelector: { disktype: 'nvme' } } }), ...nodes],
    },
    {
      name: 'other nodes of a DaemonSet do not count',
      objects: [
        pendingPod({
          message: refused(2, "1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]"),
          spec: named('node-a'),
          requests: { cpu: '9' },
        }),
        ...nodes,
      ],
    },
    { name: 'recorded: corrected meanwhile', recording: 'web-rescaled' },
  ],
});
