import { relative, resolve } from 'node:path';
import { KnownError } from '../core/errors.ts';
import { severities, type Severity } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { similarNames } from '../facts/similar.ts';
import { chosenRules } from '../report/lint-rules.ts';
import type { ParsedArgs } from './args.ts';
import { findConfig, type Config, type FoundConfig } from './config.ts';
import { globExpression } from '../manifests/glob.ts';

/** Versions whose fields are known; the newest is taken where none is given. */
export const kubernetesVersions: readonly string[] = ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'];

export const failLevels = [...severities, 'never'] as const;
export type FailLevel = (typeof failLevels)[number];

/** Everything that flags and config say, flags first. */
export interface LintSettings {
  readonly version: string;
  readonly namespace: string | undefined;
  readonly nodes: number | undefined;
  readonly failOn: FailLevel;
  /** Absolute. */
  readonly baseline: string | undefined;
  /** Whether the settings leave a file out. */
  excludes(file: string): boolean;
  /** Whether it is one of podlife's own: the settings themselves, the baseline. */
  isOwn(file: string): boolean;
  /** The rules for a file. */
  rulesFor(file: string): readonly Rule[];
}

/**
 * Reads flags and config; `rules` are those that lint. What is wrong in them is a KnownError: a rule that does not exist, a level, a version.
 */
export async function lintSettings(args: ParsedArgs, cwd: string, rules: readonly Rule[]): Promise<LintSettings> {
  const found = await findConfig(args.strings.get('config'), cwd);
  try {
    return settingsOf(args, found, cwd, rules);
  } catch (error) {
    throw error instanceof NoSuchRule ? await error.explained(rules) : error;
  }
}

function settingsOf(args: ParsedArgs, found: FoundConfig, cwd: string, rules: readonly Rule[]): LintSettings {
  const { config, folder, file: source = 'the config' } = found;
  const ids = new Set(rules.map(({ id }) => id));
  const list = (flag: string): readonly string[] | undefined =>
    args.lists.get(flag)?.flatMap((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    );
  const known = (names: readonly string[] | undefined, where: string): readonly string[] =>
    (names ?? []).map((name) => ruleNamed(name, ids, where));

  const only = list('only') ? known(list('only'), '--only') : known(config.only, source);
  const enabled = new Set([...known(list('rule'), '--rule'), ...known(config.rules, source)]);
  const ignored = [...known(list('ignore'), '--ignore'), ...known(config.ignore, source)];
  const levels = [
    ...levelsOf(config.severity, ids, source),
    ...(list('severity') ?? []).map((text) => levelOf(text, ids)),
  ];
  const overrides = (config.overrides ?? []).map(({ files, ignore, severity }) => ({
    patterns: files.map(globExpression),
    ignored: known(ignore, source),
    levels: levelsOf(severity, ids, source),
  }));
  const excluded = (config.exclude ?? []).map(globExpression);
  const place = (file: string): string => relative(folder, resolve(cwd, file)).replace(/\\/g, '/');
  const chosen = new Map<string, readonly Rule[]>();
  const baseline = baselineOf(args, config, cwd, folder);
  const own = [found.file, baseline].flatMap((file) => (file === undefined ? [] : [resolve(cwd, file)]));
  return {
    version: versionOf(args.strings.get('kubernetes-version') ?? config.kubernetesVersion),
    namespace: args.strings.get('namespace') ?? config.namespace,
    nodes: nodesOf(args.strings.get('nodes'), config),
    failOn: failLevelOf(args.strings.get('fail-on') ?? config.failOn ?? 'error', found),
    baseline,
    isOwn: (file) => own.includes(resolve(cwd, file)),
    excludes: (file) => excluded.some((pattern) => pattern.test(place(file))),
    rulesFor(file) {
      const special = overrides.filter(({ patterns }) => patterns.some((pattern) => pattern.test(place(file))));
      const key = special.map((one) => overrides.indexOf(one)).join();
      const all = [...levels, ...special.flatMap((one) => one.levels)];
      const rulesOfFile =
        chosen.get(key) ??
        chosenRules(rules, {
          ...(only.length > 0 ? { only: new Set(only) } : {}),
          enabled,
          ignored: new Set([
            ...ignored,
            ...special.flatMap((one) => one.ignored),
            ...all.filter(([id, level]) => level === 'off' && !isOnAgain(id, all)).map(([id]) => id),
          ]),
          severities: new Map(all.flatMap(([id, level]) => (level === 'off' ? [] : [[id, level] as const]))),
        });
      chosen.set(key, rulesOfFile);
      return rulesOfFile;
    },
  };
}

type Level = Severity | 'off';
type RuleLevel = readonly [id: string, level: Level];

/** A later word about a rule counts more than an earlier one. */
function isOnAgain(id: string, levels: readonly RuleLevel[]): boolean {
  return levels.findLast(([one]) => one === id)?.[1] !== 'off';
}

/** A rule is named that does not lint. */
class NoSuchRule extends Error {
  readonly #name: string;
  readonly #where: string;

  constructor(name: string, where: string) {
    super();
    this.#name = name;
    this.#where = where;
  }

  /** The rules about live pods are loaded for this alone. */
  async explained(linting: readonly Rule[]): Promise<KnownError> {
    const { rules } = await import('../rules/index.ts');
    if (rules.some(({ id }) => id === this.#name)) {
      return new KnownError(
        `${this.#where}: rule ${this.#name} is about live pods, lint does not run it`,
        'see `rules`',
      );
    }
    const ids = linting.map(({ id }) => id);
    const near = similarNames(this.#name, ids);
    return new KnownError(
      `${this.#where}: there is no rule "${this.#name}"`,
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `rules`',
    );
  }
}

function ruleNamed(name: string, ids: ReadonlySet<string>, where: string): string {
  if (!ids.has(name)) throw new NoSuchRule(name, where);
  return name;
}

function levelsOf(
  table: Readonly<Record<string, string>> | undefined,
  ids: ReadonlySet<string>,
  where: string,
): RuleLevel[] {
  return Object.entries(table ?? {}).map(([id, level]) => [ruleNamed(id, ids, where), levelNamed(level, where)]);
}

function levelOf(text: string, ids: ReadonlySet<string>): RuleLevel {
  const [id = '', level, ...more] = text.split('=');
  if (level === undefined || more.length > 0) throw new KnownError(`--severity "${text}" is not RULE=LEVEL`);
  return [ruleNamed(id, ids, '--severity'), levelNamed(level, '--severity')];
}

function levelNamed(text: string, where: string): Level {
  const level = ([...severities, 'off'] as const).find((one) => one === text);
  if (!level) throw new KnownError(`${where}: there is no severity "${text}"`, `one of: ${severities.join(', ')}, off`);
  return level;
}

function failLevelOf(text: string, { file = 'failOn' }: FoundConfig): FailLevel {
  const level = failLevels.find((one) => one === text);
  if (!level) throw new KnownError(`${file}: failOn cannot be "${text}"`, `one of: ${failLevels.join(', ')}`);
  return level;
}

function nodesOf(text: string | undefined, { nodes }: Config): number | undefined {
  if (text === undefined) return nodes;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new KnownError(`--nodes cannot be "${text}"`, 'a whole number above 0');
  return Number(text);
}

/** `1.34` of `v1.34.2`. */
function versionOf(text: string | undefined): string {
  const newest = kubernetesVersions.at(-1) ?? '';
  if (text === undefined) return newest;
  const short = /^v?(1\.\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(text)?.[1];
  if (short !== undefined && kubernetesVersions.includes(short)) return short;
  throw new KnownError(
    `--kubernetes-version cannot be "${text}"`,
    `the fields of ${kubernetesVersions[0] ?? ''} to ${newest} are known`,
  );
}

function baselineOf(args: ParsedArgs, { baseline }: Config, cwd: string, folder: string): string | undefined {
  const named = args.strings.get('baseline');
  if (named !== undefined) return resolve(cwd, named);
  return baseline === undefined ? undefined : resolve(folder, baseline);
}
