import type { DocumentProblem, Fix } from '../../core/manifest.ts';
import { similarNames } from '../similar.ts';
import type { Field } from './field.ts';
import type { Fault } from './names.ts';

/**
 * Collects what the API server would say of an object. Every problem belongs to the rule of its subject where that has one (`within`),
 * else to that of its sort: something missing, a name used twice, any other wrong value.
 */
export class Problems {
  readonly list: DocumentProblem[];
  readonly #stage: DocumentProblem['stage'];
  readonly #rule: string | undefined;

  constructor(stage: DocumentProblem['stage'], list: DocumentProblem[] = [], rule?: string) {
    this.#stage = stage;
    this.list = list;
    this.#rule = rule;
  }

  /** The same list for a subject that has a rule of its own. */
  within(rule: string): Problems {
    return new Problems(this.#stage, this.list, rule);
  }

  /** `why`: a sentence. */
  required(field: Field, why: string): void {
    const empty = field.isSet && field.value !== 0 && field.size === 0 && field.value !== false;
    this.#add('missing-field', field, `${field.label} is ${empty ? 'empty' : 'missing'}`, why);
  }

  /** `says`: a clause behind the value (`is out of range`); `allowed`: a sentence. */
  invalid(field: Field, { says, allowed }: Fault, fix?: Fix): void {
    const value = valueText(field.value);
    this.#add('invalid-value', field, `${field.label}${value === '' ? '' : ` ${value}`} ${says}`, allowed, fix);
  }

  /** As `invalid`, if there is a fault. */
  check(field: Field, fault: Fault | undefined): void {
    if (fault) this.invalid(field, fault);
  }

  /** A value that is none of those that exist. Missing (empty) ones are said to be missing. */
  unsupported(field: Field, values: readonly string[], what = 'a value that exists'): void {
    const allowed = `Allowed: ${wordList(values.map((value) => (value === '' ? '""' : value)))}`;
    if (!field.isSet || field.value === '') return this.required(field, `${allowed}.`);
    const wanted = field.text;
    const same = values.find((value) => value.toLowerCase() === wanted.toLowerCase());
    const [meant] = same === undefined ? similarNames(wanted, values) : [same];
    const hint = meant === undefined ? '' : same === undefined ? `; perhaps ${meant} was meant` : `; case counts`;
    const fix: Fix | undefined =
      same === undefined
        ? undefined
        : { description: `Write ${same}`, edits: [{ kind: 'set', path: field.place, value: same }] };
    this.invalid(field, { says: `is not ${what}`, allowed: `${allowed}${hint}.` }, fix);
  }

  /** `unsupported`, if the field has a value that is not among them. */
  oneOf(field: Field, values: readonly string[]): void {
    if (field.isSet && !values.includes(field.text)) this.unsupported(field, values);
  }

  /** A field that may not stand there. `why`: a sentence. */
  forbidden(field: Field, why: string): void {
    this.#add('invalid-value', field, `${field.label} may not be set here`, why);
  }

  /** A name that has been used before, at `first`. */
  duplicate(field: Field, first?: Field): void {
    const before = first ? ` It stands at ${first.place} already.` : '';
    const title = `${field.label} ${valueText(field.value)} is used twice`;
    this.#add('duplicate-name', field, title, `It must be unique.${before}`);
  }

  negative(field: Field): void {
    if ((field.number ?? 0) < 0) this.invalid(field, { says: 'is negative', allowed: 'It must be 0 or more.' });
  }

  inRange(field: Field, from: number, to: number): void {
    const value = field.number ?? 0;
    if (value >= from && value <= to) return;
    this.invalid(field, { says: 'is out of range', allowed: `It must be from ${from} to ${to}.` });
  }

  tooMany(field: Field, most: number): void {
    if (field.size <= most) return;
    this.#add('invalid-value', field, `${field.label} has ${field.size} entries`, `At most ${most} are allowed.`);
  }

  /** Something that is wrong in a way of its own, in whole sentences. */
  say(field: Field, title: string, explanation: string, fix?: Fix): void {
    this.#add('invalid-value', field, title, explanation, fix);
  }

  #add(sort: string, field: Field, title: string, explanation: string, fix?: Fix): void {
    this.list.push({
      rule: this.#rule ?? sort,
      stage: this.#stage,
      path: field.path,
      ...(field.place === field.path ? {} : { place: field.place }),
      title,
      explanation,
      ...(fix ? { fix } : {}),
    });
  }
}

const longest = 40;

/** A value as a title shows it, shortened; nothing for what is missing or a whole object. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return Array.isArray(value) && value.every(isShort) ? shortened(value) : '';
  return shortened(value);
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 2)}…${text.slice(-1)}`;
}

/** `A, B and C` */
export function wordList(words: readonly string[], join = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${join} ${words.at(-1) ?? ''}`;
}
