import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../../core/errors.ts';
import { similarNames } from '../../facts/similar.ts';
import { rules } from '../../rules/index.ts';
import { rulesJson, rulesMarkdown, rulesText } from '../../render/rules.ts';
import type { ParsedArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { pagesFolder } from '../packaged.ts';

/** `rules`: the catalogue; with a name, the page of that rule. */
export async function rulesCommand(args: ParsedArgs, io: Io): Promise<number> {
  const [id, ...more] = args.positionals;
  if (more.length > 0) throw new KnownError('rules shows one rule at a time');
  if (id !== undefined) {
    io.stdout(await pageOf(id));
    return 0;
  }
  const format = args.strings.get('output') ?? 'table';
  if (format === 'json') io.stdout(rulesJson(rules));
  else if (format === 'markdown') io.stdout(rulesMarkdown(rules));
  else if (format === 'yaml') throw new KnownError('rules cannot be printed as yaml', 'take -o json or -o markdown');
  else io.stdout(rulesText(rules));
  return 0;
}

async function pageOf(id: string): Promise<string> {
  const rule = rules.find((one) => one.id === id);
  if (!rule) {
    const near = similarNames(
      id,
      rules.map((one) => one.id),
    );
    throw new KnownError(
      `there is no rule "${id}"`,
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `rules`',
    );
  }
  return readFile(join(pagesFolder, rule.topic, `${id}.md`), 'utf8');
}
