/** Milliseconds since the epoch of an RFC 3339 time; undefined for none or one that cannot be read. */
export function parseTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** RFC 3339 in UTC with whole seconds, as Kubernetes writes times. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Seconds from `from` to `to` (both milliseconds), never below 0: clocks of a cluster differ. */
export function secondsBetween(from: number, to: number): number {
  return Math.max(0, (to - from) / 1000);
}

/**
 * A span in words with its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
 * Seconds may be fractions: below 10 s one decimal is kept.
 */
export function formatSpan(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 10 && Math.abs(seconds - whole) >= 0.05) return `${seconds.toFixed(1)} s`;
  const units: [string, number][] = [
    ['d', Math.floor(whole / 86400)],
    ['h', Math.floor(whole / 3600) % 24],
    ['min', Math.floor(whole / 60) % 60],
    ['s', whole % 60],
  ];
  const first = units.findIndex(([, amount]) => amount > 0);
  if (first < 0) return '0 s';
  return units
    .slice(first, first + 2)
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount} ${unit}`)
    .join(' ');
}
