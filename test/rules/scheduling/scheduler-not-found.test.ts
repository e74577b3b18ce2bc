import { schedulerNotFound } from '../../../src/rules/scheduling/scheduler-not-found.ts';
import { aNode, anEvent } from '../../support/builders.ts';
import { failedScheduling, onNode, pendingPod, refused } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const custom = (created: number): ReturnType<typeof pendingPod> =>
  pendingPod({ created, spec: { schedulerName: 'volcano' } });
const other = failedScheduling('something else about another matter');

testRule(schedulerNotFound, {
  fires: [
    {
      name: 'nobody of that name has looked',
      objects: [custom(25)],
      expect: [{ container: null, detail: 'custom', confidence: 'likely', says: ['volcano', '25 s'] }],
    },
    {
      name: 'for long, and the events can be read',
      objects: [custom(900), { ...other, involvedObject: { kind: 'Pod', name: 'x', namespace: 'shop' } }],
      expect: [{ confidence: 'certain' }],
    },
    {
      name: 'it has placed others',
      objects: [custom(900), aNode('node-a'), onNode('a', 'node-a', { spec: { schedulerName: 'volcano' } })],
      expect: [{ confidence: 'possible', says: ['have been placed by volcano'] }],
    },
    {
      name: 'the default one is silent',
      objects: [pendingPod({ created: 300 }), aNode('node-a')],
      expect: [{ detail: 'default', says: ['5 min'] }],
    },
    { name: 'recorded', recording: 'spark-driver', expect: [{ says: ['volcano'] }] },
  ],
  silent: [
    {
      name: 'the scheduler itself has written an event',
      objects: [custom(900), anEvent('Waiting', 'the queue is full', { reporter: 'volcano' })],
    },
    { name: 'an event says that it has a node', objects: [custom(900), anEvent('Scheduled', 'to node-a')] },
    {
      name: 'nobody knows how old it is',
      objects: [pendingPod({ spec: { schedulerName: 'volcano' }, metadata: { creationTimestamp: undefined } })],
    },
    { name: 'a moment old', objects: [custom(3)] },
    { name: 'the default one has had no time yet', objects: [pendingPod({ created: 8 })] },
    {
      name: 'it has been looked at',
      objects: [pendingPod({ message: refused(1, '1 Insufficient cpu'), spec: { schedulerName: 'volcano' } })],
    },
    { name: 'an event tells of an attempt', objects: [custom(900), failedScheduling('no')] },
    {
      name: 'gated',
      objects: [pendingPod({ spec: { schedulerName: 'volcano', schedulingGates: [{ name: 'a/b' }] } })],
    },
    {
      name: 'held back for its claim',
      objects: [pendingPod({ spec: { resourceClaims: [{ name: 'gpu', resourceClaimName: 'x' }] } })],
    },
    { name: 'it runs', objects: [onNode('web-1', 'node-a', { spec: { schedulerName: 'volcano' } })] },
    { name: 'recorded: a template is missing', recording: 'diffusion-srv' },
  ],
});
