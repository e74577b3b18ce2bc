import { describe, expect, test } from '@jest/globals';
import { absent, found, unasked } from '../../src/core/lookup.ts';
import { eventsOf } from '../../src/facts/events.ts';
import {
  isMarkedNotReady,
  isNetworkMessage,
  lostNode,
  nodeHealth,
  taintEvictionAt,
  tolerationSecondsFor,
} from '../../src/facts/node-health.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { aNode, anEvent, aPod, now } from '../support/builders.ts';
import { condition, marked, silentNode, tolerations } from '../support/disrupted.ts';

describe('nodeHealth', () => {
  test('by what the lookup and the Ready condition say', () => {
    expect(nodeHealth(absent).state).toBe('gone');
    expect(nodeHealth(unasked).state).toBe('unseen');
    expect(nodeHealth({ state: 'refused', why: 'forbidden' }).state).toBe('unseen');
    expect(nodeHealth(found(aNode('a'))).state).toBe('ready');
    expect(nodeHealth(found(silentNode())).state).toBe('silent');
    expect(nodeHealth(found(aNode('a', { status: { conditions: [condition('Ready', 'False', 9)] } }))).state).toBe(
      'not-ready',
    );
  });

  test('by its taints where it has no conditions, and ready where it has neither', () => {
    const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
    expect(nodeHealth(found({ spec: { taints: [taint] } })).state).toBe('silent');
    expect(nodeHealth(found({})).state).toBe('ready');
  });
});

test('the mark of the node controller', () => {
  expect(isMarkedNotReady(podStatusOf(marked()))).toBe(true);
  expect(isMarkedNotReady(podStatusOf(aPod()))).toBe(false);
  const gated = marked({ spec: { readinessGates: [{ conditionType: 'lb' }] } });
  expect(isMarkedNotReady(podStatusOf(gated))).toBe(false);
});

test('texts about the network', () => {
  expect(isNetworkMessage('NetworkReady=false reason:NetworkPluginNotReady')).toBe(true);
  expect(isNetworkMessage('PLEG is not healthy')).toBe(false);
  expect(isNetworkMessage(undefined)).toBe(false);
});

test('lostNode leaves pods alone that have no node, ended, or were never accepted on a node that is not there', () => {
  expect(lostNode(podStatusOf({}), absent, undefined)).toBeUndefined();
  expect(lostNode(podStatusOf(aPod({ status: { phase: 'Succeeded' } })), found(silentNode()), [])).toBeUndefined();
  const never = aPod({ status: { phase: 'Pending' } });
  delete never.status?.startTime;
  expect(lostNode(podStatusOf(never), absent, [])).toBeUndefined();
  expect(lostNode(podStatusOf(aPod()), absent, [])).toMatchObject({ how: 'gone' });
});

test('how long a taint is tolerated', () => {
  const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
  const seconds = (list: typeof tolerations): number | undefined =>
    tolerationSecondsFor(podStatusOf(aPod({ spec: { tolerations: list } })), taint);
  expect(seconds([])).toBe(0);
  expect(seconds(tolerations)).toBe(300);
  expect(
    tolerationSecondsFor(podStatusOf(aPod({ spec: { tolerations: [{ operator: 'Exists' }] } })), taint),
  ).toBeUndefined();
  const status = podStatusOf(aPod({ spec: { tolerations } }));
  expect(taintEvictionAt(status, nodeHealth(found(silentNode('node-a', 60))))).toBe(now - 60_000 + 300_000);
  expect(taintEvictionAt(status, nodeHealth(found(aNode('a'))))).toBeUndefined();
  const others = [
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
    { key: 'dedicated', effect: 'NoExecute' },
  ].map((one) => ({ ...one, timeAdded: '2026-01-15T11:59:00Z' }));
  expect(taintEvictionAt(status, nodeHealth(found(aNode('a', { spec: { taints: others } }))))).toBeUndefined();
  const mark = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded: '2026-01-15T11:59:00Z' };
  expect(taintEvictionAt(status, nodeHealth(found({ spec: { taints: [mark] } })))).toBe(now - 60_000 + 300_000);
});

test('a node without conditions is not ready by its taint', () => {
  const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };
  expect(nodeHealth(found({ spec: { taints: [taint] } })).state).toBe('not-ready');
});

test('since when a pod is marked, by its condition or by the event', () => {
  const event = eventsOf([anEvent('NodeNotReady', 'Node is not ready', { ago: 30 })]);
  const unknown = aPod({ status: { phase: 'Unknown', conditions: [] } });
  expect(lostNode(podStatusOf(unknown), unasked, event)).toMatchObject({
    how: 'marked',
    since: now - 30_000,
    certain: true,
  });
  expect(lostNode(podStatusOf(unknown), unasked, [])?.since).toBeUndefined();
});
