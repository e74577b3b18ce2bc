import { expect, test } from '@jest/globals';
import { humanDuration } from '../../src/facts/human-duration.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [-5, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [2 * minute, '2m'],
  [2 * minute + 5, '2m5s'],
  [10 * minute + 5, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [3 * hour + 20 * minute, '3h20m'],
  [8 * hour + 20 * minute, '8h'],
  [47 * hour, '47h'],
  [2 * day, '2d'],
  [4 * day + 3 * hour, '4d3h'],
  [8 * day + 3 * hour, '8d'],
  [700 * day, '700d'],
  [730 * day, '2y'],
  [731 * day, '2y1d'],
  [365 * 9 * day + day, '9y'],
])('%d s is %s', (seconds, text) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});
