import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

const update = process.env['UPDATE_GOLDEN'] === '1';
const folder = join(import.meta.dirname, '../fixtures/golden');

/** Compares a text with the file that was kept of it; `UPDATE_GOLDEN=1` keeps the text instead. */
export function expectGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** The same for the part of a file between `<!-- NAME:start -->` and `<!-- NAME:end -->`. */
export function expectPart(file: string, name: string, text: string): void {
  const whole = readFileSync(file, 'utf8');
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->`];
  const from = whole.indexOf(start) + start.length;
  const to = whole.indexOf(end);
  expect(from).toBeGreaterThan(start.length - 1);
  expect(to).toBeGreaterThan(from - 1);
  const part = `\n${text.trim()}\n\n`;
  if (update) writeFileSync(file, whole.slice(0, from) + part + whole.slice(to));
  else expect(whole.slice(from, to)).toBe(part);
}
