import type { Field } from './field.ts';
import type { Problems } from './problems.ts';

/** A path below a volume: relative and without '..' (validateLocalDescendingPath). */
export function localPath(problems: Problems, field: Field): void {
  if (field.text.startsWith('/')) {
    problems.invalid(field, { says: 'is not relative', allowed: "It must not begin with '/'." });
  } else noBacksteps(problems, field);
}

/** As `localPath`; names that begin with '..' are kept for Kubernetes itself (ValidateLocalNonReservedPath). */
export function localNonReservedPath(problems: Problems, field: Field): void {
  const { text } = field;
  if (text.startsWith('..') && !text.startsWith('../') && !hasBackstep(text)) {
    problems.invalid(field, { says: "begins with '..'", allowed: "It must not begin with '..'." });
  } else localPath(problems, field);
}

/** Without '..' as one of its parts (validatePathNoBacksteps). */
export function noBacksteps(problems: Problems, field: Field): void {
  if (hasBackstep(field.text)) {
    problems.invalid(field, { says: "contains '..'", allowed: "No part of the path may be '..'." });
  }
}

export function hasBackstep(path: string): boolean {
  return path.split('/').includes('..');
}

const anyMode = 0o777;

/** Permissions of a file: 0 to 0777. A number that reads as such in decimal was meant in octal. */
export function fileMode(problems: Problems, field: Field): void {
  const { number } = field;
  if (number === undefined || (number >= 0 && number <= anyMode)) return;
  const octal = /^[0-7]{3}$/.test(String(number)) ? ` To mean octal ${number}, write 0${number}.` : '';
  problems.invalid(field, { says: 'is no file mode', allowed: `It must be from 0 to 0777 (511).${octal}` });
}
