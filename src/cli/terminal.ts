import type { ColorMode } from './flags.ts';
import type { Io } from './io.ts';

/** Columns to fit into where stdout is no terminal. */
const pipedWidth = 100;
const narrowestWidth = 40;
/** Lines longer than this are hard to read, however wide the terminal is. */
const widestWidth = 140;

export function terminalWidth({ columns }: Io): number {
  return Math.min(widestWidth, Math.max(narrowestWidth, columns ?? pipedWidth));
}

/** Whether to colour: what the user says, else NO_COLOR and FORCE_COLOR, else on a terminal that is not dumb. */
export function useColor(mode: ColorMode, io: Io): boolean {
  if (mode !== 'auto') return mode === 'always';
  const forced = io.env['FORCE_COLOR'];
  if (io.env['NO_COLOR'] !== undefined) return false;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return io.isTerminal && io.env['TERM'] !== 'dumb';
}
