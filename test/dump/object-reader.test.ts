import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { matchesFieldSelector, matchesLabelSelectorText } from '../../src/dump/selectors.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { aNode, aPod, anEvent, namespace, wholeNamespace } from '../support/builders.ts';

describe('a file answers as far as it can', () => {
  const reader = new ObjectReader([aPod({ name: 'a' }), aPod({ name: 'b', labels: { app: 'db' } }), aNode('node-a')]);

  test('found, absent where the kind is there, not asked where it is not', async () => {
    expect((await reader.get('Pod', namespace, 'a')).state).toBe('found');
    expect(await reader.get('Pod', namespace, 'z')).toEqual({ state: 'absent' });
    expect(await reader.get('Secret', namespace, 's')).toEqual({ state: 'unasked', why: 'not in the file' });
    expect(await reader.get('Pod', 'other', 'a')).toEqual({ state: 'unasked', why: 'not in the file' });
  });

  test('lists by label and field', async () => {
    const list = await reader.list('Pod', { namespace, labelSelector: 'app=db' });
    expect(list).toMatchObject({ state: 'found', value: [{ metadata: { name: 'b' } }] });
    expect(await reader.list('Pod', { fieldSelector: 'metadata.name=a' })).toMatchObject({
      value: [{ metadata: { name: 'a' } }],
    });
  });

  test('the dump of a whole namespace says that other kinds are not there, and that this is concluded', async () => {
    const whole = new ObjectReader([...wholeNamespace(), aPod()]);
    expect(await whole.get('Secret', namespace, 's')).toMatchObject({
      state: 'absent',
      assumed: expect.stringContaining('shop'),
    });
    expect(await whole.list('Secret', { namespace })).toEqual({ state: 'found', value: [] });
    expect((await whole.get('Secret', 'other', 's')).state).toBe('unasked');
  });

  test('logs by container and instance; a waiting container has one log only', async () => {
    const log = (previous: boolean, text: string): KubeObject => ({
      apiVersion: 'podlife/v1',
      kind: 'PodLog',
      metadata: { namespace, name: 'a' },
      container: 'web',
      previous,
      text,
    });
    const request = { namespace, pod: 'a', container: 'web' };
    const both = new ObjectReader([log(false, 'now\n\n'), log(true, 'before\nlast')]);
    expect(await both.log({ ...request, previous: false })).toMatchObject({ value: { lines: ['now'] } });
    expect(await both.log({ ...request, previous: true })).toMatchObject({ value: { lines: ['before', 'last'] } });
    expect(await new ObjectReader([log(false, 'one')]).log({ ...request, previous: true })).toMatchObject({
      value: { lines: ['one'] },
    });
    expect(await both.log({ ...request, container: 'other', previous: false })).toEqual({ state: 'absent' });
  });

  test('now is the newest thing that happened, not a deadline that lies ahead', () => {
    const pod = aPod({ metadata: { deletionTimestamp: '2030-01-01T00:00:00Z' } });
    const event = anEvent('Killing', 'x', { ago: 3 });
    expect(new ObjectReader([pod, event]).now()).toBe(Date.parse(event.lastTimestamp ?? ''));
    expect(new ObjectReader([pod], 5).now()).toBe(5);
  });
});

describe('selectors as text', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['tier!=x', true],
    ['app in (web,db)', true],
    ['app notin (web)', false],
    ['tier', false],
    ['!tier', true],
    ['app=web,tier=x', false],
    ['app in (web, db),!tier', true],
  ])('%s', (selector, expected) => {
    expect(matchesLabelSelectorText(selector, { app: 'web' })).toBe(expected);
  });

  test.each([
    ['spec.nodeName=node-a', true],
    ['spec.nodeName!=', true],
    ['status.phase!=Running', false],
    ['metadata.name=web-1,metadata.namespace=shop', true],
    ['nonsense', false],
  ])('of fields: %s', (selector, expected) => {
    expect(matchesFieldSelector(selector, aPod())).toBe(expected);
  });

  test('of events', () => {
    expect(matchesFieldSelector('involvedObject.kind=Pod,involvedObject.name=web-1', anEvent('A', 'b'))).toBe(true);
    expect(matchesFieldSelector('involvedObject.kind!=Pod', anEvent('A', 'b'))).toBe(false);
  });
});
