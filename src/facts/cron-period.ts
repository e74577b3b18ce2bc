/** The times of a cron schedule, in the five fields that Kubernetes reads (robfig/cron, ParseStandard). */
interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** Day of month and day of week are both restricted: either of them is enough. */
  readonly eitherDay: boolean;
}

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dayNames = 'sun mon tue wed thu fri sat'.split(' ');
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What a schedule amounts to. */
export interface CronPeriod {
  /** Seconds between two runs where they are closest; missing where it never runs. */
  readonly shortest?: number;
  /** It names a date that no year has, such as February 30. */
  readonly never: boolean;
}

/** Reads a schedule (`CRON_TZ=…` in front allowed); undefined for one that cannot be read. Days that change their length with daylight saving are taken for 24 h. */
export function cronPeriod(schedule: string | undefined): CronPeriod | undefined {
  const text = (schedule ?? '').trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  const every = /^@every\s+(.+)$/.exec(text)?.[1];
  if (every !== undefined) return everyPeriod(every);
  const fields = fieldsOf(macros[text.toLowerCase()] ?? text);
  if (!fields) return undefined;
  if (!hasDate(fields)) return { never: true };
  return { shortest: shortestGap(fields), never: false };
}

function everyPeriod(text: string): CronPeriod | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  if (parts.length === 0) return undefined;
  const unit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const seconds = parts.reduce((sum, [, amount, name = 's']) => sum + Number(amount) * (unit[name] ?? 1), 0);
  return { shortest: Math.max(1, Math.floor(seconds)), never: false };
}

function fieldsOf(text: string): Fields | undefined {
  const parts = text.split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const days = values(day, 1, 31);
  const months = values(month, 1, 12, monthNames);
  const weekdays = values(weekday, 0, 6, dayNames);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const isStar = (field: string): boolean => /^[*?]/.test(field);
  return { minutes, hours, days, months, weekdays, eitherDay: !isStar(day) && !isStar(weekday) };
}

/** The numbers of a field, sorted; undefined where it cannot be read. */
function values(field: string, from: number, to: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [start, end] = bounds(range, from, to, names, step !== undefined);
    if (start === undefined || end === undefined || start < from || end > to || start > end || step === '0')
      return undefined;
    for (let value = start; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function bounds(
  range: string,
  from: number,
  to: number,
  names: readonly string[],
  stepped: boolean,
): (number | undefined)[] {
  if (range === '*' || range === '?') return [from, to];
  const read = (text: string): number | undefined => {
    const index = names.indexOf(text.toLowerCase());
    if (index >= 0) return index + from;
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const [start = '', end] = range.split('-');
  const first = read(start);
  return [first, end === undefined ? (stepped ? to : first) : read(end)];
}

function hasDate({ days, months, eitherDay }: Fields): boolean {
  return eitherDay || months.some((month) => days.some((day) => day <= (daysOfMonth[month - 1] ?? 31)));
}

/** The closest two runs: within a day, or the last of one day and the first of the next where two days in a row are meant. */
function shortestGap(fields: Fields): number {
  const times = fields.hours.flatMap((hour) => fields.minutes.map((minute) => hour * 3600 + minute * 60));
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const days = shortestDays(fields);
  return Math.min(...gaps, (times[0] ?? 0) + days * 86400 - (times.at(-1) ?? 0));
}

/** Days between two days with runs where they are closest, counted over the 366 days of a leap year and the weeks around it. */
function shortestDays({ days, months, weekdays, eitherDay }: Fields): number {
  let shortest = 366;
  let last: number | undefined;
  let number = 0;
  for (let year = 0; year < 2; year += 1) {
    daysOfMonth.forEach((length, month) => {
      for (let day = 1; day <= length; day += 1, number += 1) {
        const byDay = days.includes(day);
        const byWeekday = weekdays.includes(number % 7);
        const runs = months.includes(month + 1) && (eitherDay ? byDay || byWeekday : byDay && byWeekday);
        if (!runs) continue;
        if (last !== undefined) shortest = Math.min(shortest, number - last);
        last = number;
      }
    });
  }
  return shortest;
}
