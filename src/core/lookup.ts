/**
 * Every question put to a cluster or a file ends in one of four ways. They are never mixed up:
 * a refusal is not an absence, and what nobody asked for is neither.
 */
export interface Found<T> {
  readonly state: 'found';
  readonly value: T;
}

export interface Absent {
  readonly state: 'absent';
  /** Set where the absence is concluded from an input that looks complete rather than answered by an API server. */
  readonly assumed?: string;
}

export interface Refused {
  readonly state: 'refused';
  /** `forbidden` for a 403, else one clause that says what failed. */
  readonly why: string;
}

export interface Unasked {
  readonly state: 'unasked';
  /** Why nobody could be asked (`not in the file`); missing where it was simply not needed. */
  readonly why?: string;
}

export type Lookup<T> = Found<T> | Absent | Refused | Unasked;

export const unasked: Unasked = { state: 'unasked' };
export const absent: Absent = { state: 'absent' };

export function found<T>(value: T): Found<T> {
  return { state: 'found', value };
}

/** The value where there is one, else undefined: for readers to whom every other answer means the same. */
export function valueOf<T>(lookup: Lookup<T> | undefined): T | undefined {
  return lookup?.state === 'found' ? lookup.value : undefined;
}

/** Applies `change` to a found value and leaves the three other answers as they are. */
export function mapLookup<A, B>(lookup: Lookup<A>, change: (value: A) => B): Lookup<B> {
  return lookup.state === 'found' ? found(change(lookup.value)) : lookup;
}
