import { alignedLines, fitWidths } from '../render/text/columns.ts';
import { widthOf, wrap } from '../render/text/wrap.ts';
import type { Command, Flag } from './flags.ts';

const width = 80;
const indent = '  ';

/** Two columns, the left one as wide as it needs to be, the right one wrapped. */
function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.max(0, ...rows.map(([text]) => widthOf(text)));
  const widths = fitWidths([left, width], width - indent.length);
  return alignedLines(rows, widths).map((line) => `${indent}${line}`);
}

/** `-n, --namespace NAME` */
function flagName({ name, short, value }: Flag): string {
  if (short === name) return `-${name}${value ? ` ${value}` : ''}`;
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
}

function flagLines(flags: readonly Flag[]): string[] {
  return twoColumns(
    flags.map((flag) => [
      flagName(flag),
      flag.choices ? `${flag.description}: ${flag.choices.join(', ')}` : flag.description,
    ]),
  );
}

/** The help of one command: what it does, how it is called, examples, its flags. Fits 80 columns. */
export function commandHelp(command: Command, program: string): string {
  const shown = command.flags.filter(({ group }) => group !== 'connection');
  const connects = shown.length < command.flags.length;
  return [
    ...wrap(`${command.summary}.`, width),
    '',
    'Usage:',
    `${indent}${program} ${command.name} ${command.positionals}`.trimEnd(),
    ...(command.examples.length > 0 ? ['', 'Examples:'] : []),
    ...command.examples.flatMap(([line, what]) => [`${indent}# ${what}`, `${indent}${program} ${line}`]),
    ...(shown.length > 0 ? ['', 'Flags:', ...flagLines(shown)] : []),
    ...(connects ? ['', `Flags for the connection to the cluster: ${program} options`] : []),
    '',
  ].join('\n');
}

/** The help of the program: its commands. */
export function overview(commands: readonly Command[], program: string): string {
  return [
    ...wrap('Explains why a pod is where it is in its life, and what to do first. It only reads.', width),
    '',
    'Usage:',
    `${indent}${program} COMMAND [ARGUMENTS] [FLAGS]`,
    '',
    'Commands:',
    ...twoColumns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Try:',
    `${indent}${program} demo wrong-port`,
    `${indent}${program} explain deploy/web -n shop`,
    '',
    `Flags of a command: ${program} COMMAND --help`,
    '',
  ].join('\n');
}

/** The flags for the connection, which the help of the commands leaves out. They mean what they mean in kubectl. */
export function connectionHelp(commands: readonly Command[]): string {
  const flags = commands.flatMap((command) => command.flags).filter(({ group }) => group === 'connection');
  return ['Flags for the connection to the cluster:', '', ...flagLines(flags), ''].join('\n');
}
