import { KnownError } from '../../core/errors.ts';
import { demoObjects, demos } from '../../dump/demo.ts';
import { ObjectReader } from '../../dump/object-reader.ts';
import { similarNames } from '../../facts/similar.ts';
import { gather } from '../../kube/gather.ts';
import { explain } from '../../report/explain.ts';
import { rules } from '../../rules/index.ts';
import type { ParsedArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { printReports } from '../print.ts';
import { neededEvidence } from './explain.ts';

/** `demo`: lists the built-in recordings, or explains one exactly as `explain -f` would. */
export async function demoCommand(args: ParsedArgs, io: Io): Promise<number> {
  const [name, ...more] = args.positionals;
  if (more.length > 0) throw new KnownError('demo explains one recording at a time');
  if (name === undefined) {
    io.stdout(listing(io.programName));
    return 0;
  }
  const chosen = demos.find((one) => one.name === name);
  if (!chosen) {
    const names = demos.map((one) => one.name);
    const [near] = similarNames(name, names);
    throw new KnownError(
      `there is no demo "${name}"`,
      near ? `did you mean ${near}?` : `there are: ${names.join(', ')}`,
    );
  }
  const snapshot = await gather(new ObjectReader(await demoObjects(name)), chosen.target, neededEvidence);
  await printReports([explain(snapshot, rules)], true, args, io);
  return 0;
}

function listing(program: string): string {
  const width = Math.max(...demos.map(({ name }) => name.length));
  const lines = demos.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return [
    'Recordings of a real cluster, explained without one:',
    '',
    ...lines,
    '',
    `Explain one with: ${program} demo ${demos[0]?.name ?? ''}`,
    '',
  ].join('\n');
}
