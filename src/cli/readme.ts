import { clusterRole } from './permissions.ts';
import { commands, type Flag } from './flags.ts';

/** The parts of the README that say what the program knows of itself. A test holds the README equal to them. */

/** Commands with their own flags. */
export function commandsMarkdown(): string {
  return commands
    .map(({ name, positionals, summary, flags, examples }) => {
      const own = flags.filter(({ group }) => group !== 'connection');
      return [
        `### \`${`${name} ${positionals}`.trim()}\``,
        `${summary}.`,
        ...(examples.length > 0
          ? [`\`\`\`sh\n${examples.map(([line, what]) => `kubectl podlife ${line}  # ${what}`).join('\n')}\n\`\`\``]
          : []),
        ...(own.length > 0 ? [flagTable(own)] : []),
      ].join('\n\n');
    })
    .join('\n\n');
}

/** Flags for the connection. */
export function connectionMarkdown(): string {
  return flagTable(commands.flatMap(({ flags }) => flags).filter(({ group }) => group === 'connection'));
}

export function permissionsMarkdown(): string {
  return `\`\`\`yaml\n${clusterRole()}\`\`\``;
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map(({ name, short, value, choices, description }) => {
    const long = short === name ? `-${name}` : `--${name}`;
    const both = short && short !== name ? `-${short}, ${long}` : long;
    const what = choices ? `${description}: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : description;
    return `| \`${both}${value ? ` ${value}` : ''}\` | ${what.replace(/\|/g, '\\|')} |`;
  });
  return ['| flag | what it does |', '| --- | --- |', ...rows].join('\n');
}
