/**
 * A place in an object and what stands there, read without trusting its type: what is missing, null or of another type reads as Go's zero value,
 * as the API server sees it behind its decoder.
 */
export class Field {
  readonly value: unknown;
  /** The path as the API server writes it; it leaves out indexes here and there. */
  readonly path: string;
  /** The exact path; keys of maps are quoted: `limits["cpu"]`. */
  readonly place: string;

  constructor(value: unknown, path = '', place = path) {
    this.value = value;
    this.path = path;
    this.place = place;
  }

  child(name: string): Field {
    const join = (path: string): string => (path === '' ? name : `${path}.${name}`);
    return new Field(isMap(this.value) ? this.value[name] : undefined, join(this.path), join(this.place));
  }

  /** A field several steps down. */
  at(...names: readonly string[]): Field {
    return names.reduce<Field>((field, name) => field.child(name), this);
  }

  /** The elements of a list; empty for anything else. */
  items(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((value: unknown, i) => new Field(value, `${this.path}[${i}]`, `${this.place}[${i}]`));
  }

  /** The values of a map by key; empty for anything else. */
  entries(): [string, Field][] {
    if (!isMap(this.value)) return [];
    return Object.entries(this.value).map(([key, value]) => [
      key,
      new Field(value, `${this.path}[${key}]`, `${this.place}["${key}"]`),
    ]);
  }

  /** The same place under the name that the API server gives it. */
  named(path: string): Field {
    return new Field(this.value, path, this.place);
  }

  /** Under the path of another field: the API server names the list, not the element. */
  under(field: Field, ...names: readonly string[]): Field {
    return this.named([field.path, ...names].join('.'));
  }

  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Its text; empty for what is missing or no text. */
  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  get flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** Number of elements or keys. */
  get size(): number {
    if (Array.isArray(this.value)) return this.value.length;
    return isMap(this.value) ? Object.keys(this.value).length : 0;
  }

  /** Texts of a list. */
  get texts(): string[] {
    return this.items().map(({ text }) => text);
  }

  /** Texts of a map by key. */
  get labels(): Record<string, string> {
    return Object.fromEntries(this.entries().map(([key, { text }]) => [key, text]));
  }

  /** The last step of the place: `image`, `volumes[0]`, `limits["cpu"]`. */
  get label(): string {
    return /(?:[^.["\]]+)(?:\[(?:\d+|"[^"]*")\])*$/.exec(this.place)?.[0] ?? this.place;
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
