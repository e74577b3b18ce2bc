import type { ContainerSpec } from '../core/evidence.ts';
import { parseQuantity, quantityOf, type Quantity } from './quantity.ts';

/** Memory that a program is told to take for itself. */
export interface RuntimeMemory {
  readonly runtime: 'Java' | 'Node.js' | 'Go' | '.NET' | 'Redis' | 'MySQL' | 'MongoDB';
  /** The setting as it is called: `-Xmx`, `GOMEMLIMIT`. */
  readonly setting: string;
  /** Amount, or a share of the container's limit in percent. */
  readonly amount?: Quantity;
  readonly percent?: number;
  /** Field path of what holds the setting, and its name where it is an environment variable. */
  readonly path: string;
  readonly variable?: string;
}

interface Setting {
  readonly runtime: RuntimeMemory['runtime'];
  readonly setting: string;
  readonly pattern: RegExp;
  /** Only in a variable of this name; missing for settings that stand in command lines or in variables of any name. */
  readonly variable?: RegExp;
  readonly read: (text: string) => Pick<RuntimeMemory, 'amount' | 'percent'>;
}

const unitOf: Readonly<Record<string, string>> = { k: 'Ki', m: 'Mi', g: 'Gi', t: 'Ti' };

/** `512m`, `2G`, `2gb`, `1073741824`: units of 1024, as these programs count. */
function binaryAmount(text: string): Pick<RuntimeMemory, 'amount'> {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmgt]?)/i.exec(text) ?? [];
  const amount = parseQuantity(`${digits}${unitOf[unit.toLowerCase()] ?? ''}`);
  return amount === undefined ? {} : { amount };
}

const amount = '(\\d+(?:\\.\\d+)?\\s?[kmgtKMGT]?[bB]?)(?![\\w.])';

/* The last match in a text counts, as it does for the programs. */
const settings: readonly Setting[] = [
  { runtime: 'Java', setting: '-Xmx', pattern: new RegExp(`(?<![\\w-])-Xmx${amount}`, 'g'), read: binaryAmount },
  {
    runtime: 'Java',
    setting: '-XX:MaxHeapSize',
    pattern: new RegExp(`-XX:MaxHeapSize=${amount}`, 'g'),
    read: binaryAmount,
  },
  {
    runtime: 'Java',
    setting: '-XX:MaxRAMPercentage',
    pattern: /-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)/g,
    read: (text) => ({ percent: Number(text) }),
  },
  {
    runtime: 'Node.js',
    setting: '--max-old-space-size',
    pattern: /--max[-_]old[-_]space[-_]size[= ](\d+)(?![\w.])/g,
    read: (text) => binaryAmount(`${text}m`),
  },
  {
    runtime: 'Go',
    setting: 'GOMEMLIMIT',
    variable: /^GOMEMLIMIT$/,
    pattern: /^\s*(\d+(?:[KMGT]iB|B)?)\s*$/g,
    read: (text) => binaryAmount(text.replace(/i?B$/, '')),
  },
  {
    runtime: '.NET',
    setting: 'GCHeapHardLimit',
    variable: /^(DOTNET|COMPlus)_GCHeapHardLimit$/,
    pattern: /^\s*(?:0x)?([0-9a-fA-F]+)\s*$/g,
    read: (text) => ({ amount: BigInt(`0x${text}`) * quantityOf(1) }),
  },
  {
    runtime: '.NET',
    setting: 'GCHeapHardLimitPercent',
    variable: /^(DOTNET|COMPlus)_GCHeapHardLimitPercent$/,
    pattern: /^\s*(?:0x)?([0-9a-fA-F]{1,2})\s*$/g,
    read: (text) => ({ percent: Number(`0x${text}`) }),
  },
  {
    runtime: 'Redis',
    setting: '--maxmemory',
    pattern: new RegExp(`--maxmemory[= ]${amount}`, 'g'),
    read: binaryAmount,
  },
  {
    runtime: 'MySQL',
    setting: '--innodb-buffer-pool-size',
    pattern: new RegExp(`--innodb[-_]buffer[-_]pool[-_]size[= ]${amount}`, 'g'),
    read: binaryAmount,
  },
  {
    runtime: 'MongoDB',
    setting: '--wiredTigerCacheSizeGB',
    pattern: /--wiredTigerCacheSizeGB[= ](\d+(?:\.\d+)?)/g,
    read: (text) => binaryAmount(`${text}g`),
  },
];

/**
 * How much memory the programs of a container are told to use, one entry a runtime: read from command, args and literal environment variables. Where a setting stands in
 * several places the one that the runtime heeds counts (the command line over JAVA_TOOL_OPTIONS, _JAVA_OPTIONS over all); variables that only scripts read come
 * before the command line. Settings that are put together from other variables are not known.
 */
export function runtimeMemoryOf(container: ContainerSpec): RuntimeMemory[] {
  const found = new Map<string, RuntimeMemory>();
  for (const { text, ...place } of textsOf(container)) {
    for (const { runtime, setting, pattern, variable, read } of settings) {
      if (variable && !variable.test(place.variable ?? '')) continue;
      const last = [...text.matchAll(pattern)].at(-1)?.[1];
      const value = last === undefined ? undefined : read(last.trim());
      if (value?.amount === undefined && value?.percent === undefined) continue;
      // -Xmx makes MaxRAMPercentage ineffective, whatever their order is.
      const known = found.get(runtime);
      if (known?.amount !== undefined && value.percent !== undefined) continue;
      found.set(runtime, { runtime, setting, ...value, ...place });
    }
  }
  return [...found.values()].filter(({ amount: bytes, percent }) => (bytes ?? 1n) > 0n && (percent ?? 1) > 0);
}

interface Place {
  readonly text: string;
  readonly path: string;
  readonly variable?: string;
}

/** Where settings may stand, the stronger later. */
function textsOf({ spec, path }: ContainerSpec): Place[] {
  const strength = (name: string): number =>
    ['JAVA_TOOL_OPTIONS', 'NODE_OPTIONS'].includes(name)
      ? 0
      : name === 'JDK_JAVA_OPTIONS'
        ? 1
        : name === '_JAVA_OPTIONS'
          ? 4
          : 2;
  const variables = (spec.env ?? []).map(({ name, value }, index) => ({
    text: value ?? '',
    path: `${path}.env[${index}]`,
    variable: name,
    strength: strength(name),
  }));
  const words = (field: 'command' | 'args'): string => (spec[field] ?? []).join(' ');
  return [
    ...variables,
    { text: words('command'), path: `${path}.command`, strength: 3 },
    { text: words('args'), path: `${path}.args`, strength: 3 },
  ]
    .filter(({ text }) => text !== '')
    .sort((a, b) => a.strength - b.strength)
    .map(({ strength: _strength, ...place }) => place);
}
