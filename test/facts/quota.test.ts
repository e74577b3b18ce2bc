import { expect, test } from '@jest/globals';
import { countedResource, quotaAmount, quotaRooms } from '../../src/facts/quota.ts';

const excess = [{ resource: 'requests.memory', requested: '512Mi', used: '1Gi', limited: '1280Mi' }];

test('the resource that a quota counts', () => {
  expect(countedResource('requests.cpu')).toBe('cpu');
  expect(countedResource('pods')).toBe('pods');
  expect(countedResource('gold.storageclass.storage.k8s.io/requests.storage')).toBe('storage');
});

test('what is free, by the message', () => {
  const [room] = quotaRooms(excess, undefined);
  expect(room && quotaAmount(room.free, room.resource)).toBe('256Mi');
});

test('what is free, by the quota as it is now; never below 0', () => {
  const quota = { status: { hard: { 'requests.memory': '1Gi' }, used: { 'requests.memory': '2Gi' } } };
  expect(quotaRooms(excess, quota)[0]?.free).toBe(0n);
});

test('numbers that cannot be read are left out', () => {
  expect(quotaRooms([{ resource: 'pods', requested: '', used: '', limited: '' }], undefined)).toEqual([]);
});
