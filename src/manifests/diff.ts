const context = 3;
/** More differing lines than this are shown as one block: nobody reads them line by line. */
const mostSteps = 2000;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** A unified diff of two texts, as `diff -u` and `git diff` print it; empty where they are the same. */
export function unifiedDiff(before: string, after: string, file: string): string {
  if (before === after) return '';
  const lines = compared(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines);
  return [`--- a/${file}\n`, `+++ b/${file}\n`, ...hunks].join('');
}

/** Lines with their newlines. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What stays, goes and comes: the shortest way from one to the other (E. W. Myers, An O(ND) difference algorithm). */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const trace: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  for (let steps = 0; steps <= Math.min(before.length + after.length, mostSteps); steps++) {
    const reached = new Map<number, number>();
    trace.push(ends);
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = startOn(diagonal, steps, ends);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return backtracked(trace, before, after);
    }
    ends = reached;
  }
  return [...before.map((text): Line => ({ sign: '-', text })), ...after.map((text): Line => ({ sign: '+', text }))];
}

function startOn(diagonal: number, steps: number, ends: ReadonlyMap<number, number>): number {
  const [left, right] = [ends.get(diagonal - 1) ?? -1, ends.get(diagonal + 1) ?? -1];
  return diagonal === -steps || (diagonal !== steps && left < right) ? Math.max(right, 0) : left + 1;
}

function backtracked(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Line[] {
  const lines: Line[] = [];
  let [x, y] = [before.length, after.length];
  for (let steps = trace.length - 1; steps >= 0 && (x > 0 || y > 0); steps--) {
    const ends = trace[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const [left, right] = [ends.get(diagonal - 1) ?? -1, ends.get(diagonal + 1) ?? -1];
    const down = diagonal === -steps || (diagonal !== steps && left < right);
    const fromX = steps === 0 ? 0 : down ? right : left;
    const fromY = steps === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY && before[x - 1] === after[y - 1]) {
      lines.push({ sign: ' ', text: before[x - 1] ?? '' });
      x--;
      y--;
    }
    if (steps === 0) break;
    if (down) lines.push({ sign: '+', text: after[--y] ?? '' });
    else lines.push({ sign: '-', text: before[--x] ?? '' });
  }
  return lines.reverse();
}

/** Blocks of changes with the lines around them. */
function hunksOf(lines: readonly Line[]): string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const ranges: [number, number][] = [];
  for (const index of changed) {
    const [from, to] = [Math.max(0, index - context), Math.min(lines.length, index + context + 1)];
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  }
  return ranges.map(([from, to]) => hunk(lines, from, to));
}

function hunk(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], without: Line['sign']): number =>
    part.filter(({ sign }) => sign !== without).length;
  const head = lines.slice(0, from);
  const body = lines.slice(from, to);
  const span = (without: Line['sign']): string => {
    const length = count(body, without);
    const start = count(head, without) + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const text = body
    .map(({ sign, text: line }) => `${sign}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`)
    .join('');
  return `@@ -${span('+')} +${span('-')} @@\n${text}`;
}
