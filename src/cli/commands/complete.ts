import { takeFlag, type ParsedArgs } from '../args.ts';
import { commands, type Command, type Flag } from '../flags.ts';
import type { Io } from '../io.ts';
import { demoNames, ruleIds } from '../packaged.ts';
import { kubeconfigEntries, liveNames } from '../live-names.ts';

/** What may follow, and what the shell does with it: cobra's directives, which kubectl knows. */
export interface Completion {
  /** `name`, or `name TAB description`. */
  readonly candidates: readonly string[];
  readonly directive: number;
}

const directives = { files: 0, noSpace: 2, noFiles: 4 } as const;

const files: Completion = { candidates: [], directive: directives.files };
const nothing: Completion = { candidates: [], directive: directives.noFiles };

/** Commands whose words are targets, and the kinds that they take by `KIND/`. */
const ofTargets = new Set(['explain', 'capture', 'fit', 'timeline']);
const kindWords: ReadonlyMap<string, string> = new Map([
  ['pod', 'Pod'],
  ['deploy', 'Deployment'],
  ['sts', 'StatefulSet'],
  ['ds', 'DaemonSet'],
  ['rs', 'ReplicaSet'],
  ['job', 'Job'],
  ['cronjob', 'CronJob'],
]);
const kindAliases: ReadonlyMap<string, string> = new Map([
  ...kindWords,
  ...['po', 'pods'].map((word): [string, string] => [word, 'Pod']),
  ...['deployment', 'deployments', 'deployments.apps'].map((word): [string, string] => [word, 'Deployment']),
  ...['statefulset', 'statefulsets'].map((word): [string, string] => [word, 'StatefulSet']),
  ...['daemonset', 'daemonsets'].map((word): [string, string] => [word, 'DaemonSet']),
  ...['replicaset', 'replicasets'].map((word): [string, string] => [word, 'ReplicaSet']),
  ['jobs', 'Job'],
  ...['cj', 'cronjobs'].map((word): [string, string] => [word, 'CronJob']),
]);

export const shells = ['bash', 'zsh', 'fish', 'powershell', 'kubectl'] as const;

/**
 * `__complete WORD…`: what the last word may become, as kubectl and the scripts of `completion` read it. It never fails and says nothing
 * on stderr, for that would land on the line that is being typed.
 */
export async function completeCommand(words: readonly string[], io: Io): Promise<number> {
  const { candidates, directive } = await complete(words, io).catch(() => nothing);
  const plain = candidates.filter((one) => !/[\n\r]/.test(one));
  io.stdout([...plain, `:${directive}`, ''].join('\n'));
  return 0;
}

/** What the last of the words, which may be empty, can become. */
export async function complete(words: readonly string[], io: Io): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const { args, command, wants, onlyWords } = read(words.slice(0, -1));
  if (wants) return ofFlag(wants, current, args, io);
  if (!onlyWords && current.startsWith('-') && current !== '-') {
    const equals = current.indexOf('=');
    if (equals < 0) return ofFlagNames(command, current, args);
    const flag = takeFlag(current, command?.flags ?? allFlags()).given.at(-1)?.flag;
    return flag ? ofFlag(flag, current.slice(equals + 1), args, io) : nothing;
  }
  if (!onlyWords && current === '-') return ofFlagNames(command, current, args);
  if (!command) return beginning(current, commandLines());
  return ofWords(command, current, args, io);
}

interface Read {
  readonly args: ParsedArgs;
  readonly command: Command | undefined;
  /** The flag whose value comes next. */
  readonly wants: Flag | undefined;
  /** Behind `--`. */
  readonly onlyWords: boolean;
}

function read(words: readonly string[]): Read {
  const [strings, lists, booleans] = [new Map<string, string>(), new Map<string, string[]>(), new Set<string>()];
  const positionals: string[] = [];
  let [command, wants, onlyWords]: [Command | undefined, Flag | undefined, boolean] = [undefined, undefined, false];
  const give = ({ name, type }: Flag, value: string): void => {
    if (type === 'boolean') booleans.add(name);
    else if (type === 'string') strings.set(name, value);
    else lists.set(name, [...(lists.get(name) ?? []), value]);
  };
  for (const word of words) {
    if (wants) {
      give(wants, word);
      wants = undefined;
    } else if (onlyWords || !/^-./.test(word)) {
      if (command) positionals.push(word);
      else command = commands.find(({ name }) => name === word) ?? helpFor(word);
    } else if (word === '--') {
      onlyWords = true;
    } else {
      const taken = takeFlag(word, command?.flags ?? allFlags());
      for (const { flag, value } of taken.given) if (flag) give(flag, value);
      wants = taken.wants;
    }
  }
  return { args: { positionals, strings, lists, booleans }, command, wants, onlyWords };
}

/** `help`, which is no command of its own, and words that are none at all: nothing can be said about what follows them. */
function helpFor(word: string): Command {
  return { name: word, positionals: '', summary: '', flags: [], examples: [] };
}

function allFlags(): Flag[] {
  return commands.flatMap(({ flags }) => flags);
}

function commandLines(): string[] {
  return commands.map(({ name, summary }) => `${name}\t${summary}`);
}

function ofFlagNames(command: Command | undefined, current: string, args: ParsedArgs): Completion {
  const given = new Set([...args.strings.keys(), ...args.booleans]);
  const flags = (command?.flags ?? []).filter(({ name }) => !given.has(name));
  const lines = flags.map(({ name, short, description }) => `${short === name ? '-' : '--'}${name}\t${description}`);
  return beginning(current, [...lines, '--help\tsay what it does']);
}

function beginning(start: string, lines: readonly string[], directive: number = directives.noFiles): Completion {
  return { candidates: lines.filter((line) => line.startsWith(start)), directive };
}

/** Values of a flag. */
async function ofFlag(flag: Flag, current: string, args: ParsedArgs, io: Io): Promise<Completion> {
  const { name, choices, value } = flag;
  if (choices) return beginning(current, choices);
  if (flag.type === 'boolean') return beginning(current, ['true', 'false']);
  if (name === 'namespace') return beginning(current, await liveNames('Namespace', args, io));
  if (name === 'context' || name === 'cluster' || name === 'user') {
    return beginning(current, await kubeconfigEntries(`${name}s`, args, io));
  }
  if (value === 'RULES') return ofList(current, await ruleIds());
  return value === 'FILE' || value === 'FOLDER' ? files : nothing;
}

/** One more of a list with commas. */
function ofList(current: string, values: readonly string[]): Completion {
  const done = current.slice(0, current.lastIndexOf(',') + 1);
  const given = new Set(done.split(','));
  return beginning(
    current,
    values.filter((one) => !given.has(one)).map((one) => `${done}${one}`),
  );
}

/** What a command takes beside its flags. */
async function ofWords({ name }: Command, current: string, args: ParsedArgs, io: Io): Promise<Completion> {
  if (ofTargets.has(name)) return ofTarget(current, args, io);
  const first = args.positionals.length === 0;
  if (name === 'lint') return files;
  if (name === 'help' && first) return beginning(current, commandLines());
  if (name === 'rules' && first) return beginning(current, await ruleIds());
  if (name === 'demo' && first) return beginning(current, await demoNames());
  if (name === 'completion' && first) return beginning(current, shells);
  return nothing;
}

/** `web-1`, `deploy/web`, or `web` behind `deploy`; live, and nothing where the answers come from a file. */
async function ofTarget(current: string, args: ParsedArgs, io: Io): Promise<Completion> {
  const { positionals } = args;
  const fromFile = args.lists.has('filename');
  const names = async (kind: string): Promise<string[]> => (fromFile ? [] : liveNames(kind, args, io));
  const slash = current.indexOf('/');
  if (slash >= 0) {
    const word = current.slice(0, slash);
    const kind = kindAliases.get(word.toLowerCase());
    const found = kind ? await names(kind) : [];
    return beginning(
      current,
      without(
        positionals,
        found.map((name) => `${word}/${name}`),
      ),
    );
  }
  const [first = '', ...rest] = positionals;
  const kind = first.includes('/') ? undefined : kindAliases.get(first.toLowerCase());
  if (kind) return beginning(current, without(rest, await names(kind)));
  const pods = beginning(current, without(positionals, await names('Pod'))).candidates;
  const kinds = [...kindWords.keys()].map((word) => `${word}/`).filter((word) => word.startsWith(current));
  const onlyKinds = pods.length === 0 && kinds.length > 0;
  return {
    candidates: [...pods, ...kinds],
    directive: directives.noFiles + (onlyKinds ? directives.noSpace : 0),
  };
}

function without(given: readonly string[], names: readonly string[]): string[] {
  return names.filter((name) => !given.includes(name));
}
