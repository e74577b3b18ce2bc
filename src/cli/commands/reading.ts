import type { ParsedArgs } from '../args.ts';
import type { Io } from '../io.ts';

type Run = (args: ParsedArgs, io: Io) => Promise<number>;

/** Commands that read a cluster or a dump, or show the rules. They share the rules, and with them a bundle that the others need not load. */
export const readingCommands: Readonly<Record<string, () => Promise<Run>>> = {
  explain: async () => (await import('./explain.ts')).explainCommand,
  fit: async () => (await import('./fit.ts')).fitCommand,
  capture: async () => (await import('./capture.ts')).captureCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
};
