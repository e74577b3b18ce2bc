import type { Fault } from './names.ts';

interface Bounds {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Bounds[] = [
  { what: 'minute', least: 0, most: 59 },
  { what: 'hour', least: 0, most: 23 },
  { what: 'day of the month', least: 1, most: 31 },
  { what: 'month', least: 1, most: 12, names: months },
  { what: 'day of the week', least: 0, most: 6, names: days },
];

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const format = 'It has five fields: minute, hour, day of the month, month, day of the week.';

/** What is wrong with a cron schedule as github.com/robfig/cron v3 reads it (ParseStandard), and Kubernetes on top. */
export function scheduleFault(schedule: string): Fault | undefined {
  if (schedule.includes('TZ')) return { says: 'sets a time zone', allowed: 'Use spec.timeZone for that.' };
  if (schedule.startsWith('@')) return descriptorFault(schedule);
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== fields.length) return { says: `has ${parts.length} fields`, allowed: format };
  for (const [index, bounds] of fields.entries()) {
    const part = parts[index] ?? '';
    const fault = part
      .split(',')
      .filter((range) => range !== '')
      .map((range) => rangeFault(range, bounds))
      .find((one) => one !== undefined);
    if (fault !== undefined) return { says: `has a bad ${bounds.what}: ${part}`, allowed: fault };
  }
  return undefined;
}

function descriptorFault(schedule: string): Fault | undefined {
  if (descriptors.includes(schedule)) return undefined;
  const every = '@every ';
  if (schedule.startsWith(every)) {
    if (isDuration(schedule.slice(every.length))) return undefined;
    return { says: 'has no duration', allowed: 'Behind @every stands a duration such as 1h30m.' };
  }
  return { says: 'is not known', allowed: `Allowed: ${descriptors.join(', ')} and @every DURATION.` };
}

/** time.ParseDuration of Go. */
function isDuration(text: string): boolean {
  return /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}

/** `N`, `N-M`, `*`, `?`, each with `/step` if need be. */
function rangeFault(range: string, bounds: Bounds): string | undefined {
  const { least, most, names = [] } = bounds;
  const [ends = '', stepText, ...slashes] = range.split('/');
  const [low = '', highText, ...hyphens] = ends.split('-');
  if (slashes.length > 0) return `${range} has more than one '/'.`;
  const any = low === '*' || low === '?';
  if (!any && hyphens.length > 0) return `${range} has more than one '-'.`;
  const read = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    if (named >= 0) return named + least;
    return /^\+?\d+$/.test(text) ? Number(text) : NaN;
  };
  const start = any ? least : read(low);
  const single = highText === undefined;
  const step = stepText === undefined ? 1 : /^\+?\d+$/.test(stepText) ? Number(stepText) : NaN;
  const end = any || (single && stepText !== undefined) ? most : single ? start : read(highText);
  if (Number.isNaN(start) || Number.isNaN(end)) {
    const words = names.length > 0 ? ` or a name such as ${names[1]}` : '';
    return `${range} is not a number from ${least} to ${most}${words}.`;
  }
  if (Number.isNaN(step) || step === 0) return `The step behind '/' in ${range} must be a number of 1 or more.`;
  if (start < least || end > most)
    return `It must be from ${least} to ${most}${names === days ? ' (0 is Sunday)' : ''}.`;
  return start > end ? `${range} ends before it begins.` : undefined;
}
