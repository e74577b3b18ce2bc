import { expect, test } from '@jest/globals';
import { cronPeriod } from '../../src/facts/cron-period.ts';

test.each([
  ['* * * * *', 60],
  ['*/5 * * * *', 300],
  ['7/20 * * * *', 1200],
  ['0 * * * *', 3600],
  ['@hourly', 3600],
  ['0 3 * * *', 86400],
  ['@daily', 86400],
  ['0 3 * * MON', 7 * 86400],
  ['@weekly', 7 * 86400],
  ['0 9,17 * * 1-5', 8 * 3600],
  ['59 23,0 * * *', 3600],
  ['0 0 1 * *', 28 * 86400 + 86400],
  ['TZ=Europe/Zurich 30 2 * * *', 86400],
  ['@every 1h30m', 5400],
])('%s runs every %d s where it is closest', (schedule, shortest) => {
  expect(cronPeriod(schedule)).toEqual({ shortest, never: false });
});

test.each(['0 0 30 2 *', '0 0 31 4,6,9,11 *'])('%s never runs', (schedule) => {
  expect(cronPeriod(schedule)).toEqual({ never: true });
});

test.each(['0 0 29 2 *', '0 0 31 2 1'])('%s runs at times', (schedule) => {
  expect(cronPeriod(schedule)?.never).toBe(false);
});

test.each([
  undefined,
  '',
  'often',
  '* * * *',
  '60 * * * *',
  '*/0 * * * *',
  '5-1 * * * *',
  '@every soon',
  '/5 * * * *',
  '1/2/3 * * * *',
  '1-x * * * *',
  '0 0 * foo *',
])('%j cannot be read', (schedule) => {
  expect(cronPeriod(schedule)).toBeUndefined();
});
