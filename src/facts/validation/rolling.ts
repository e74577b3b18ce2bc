import type { Field } from './field.ts';
import type { Problems } from './problems.ts';

/** A number of pods or a share of them: `2`, `25%` (ValidatePositiveIntOrPercent, IsNotMoreThan100Percent). */
export function validateAmountOfPods(problems: Problems, field: Field, most100: boolean): void {
  if (typeof field.value === 'string') {
    if (!isPercent(field.value)) {
      problems.invalid(field, { says: 'is not a percentage', allowed: "It is a number, or in quotes digits and '%'." });
    } else if (most100 && amountOf(field) > 100) {
      problems.invalid(field, { says: 'is more than 100%', allowed: 'It must be from 0% to 100%.' });
    }
  } else problems.negative(field);
}

function isPercent(text: string): boolean {
  return /^[0-9]+%$/.test(text);
}

/** The number in it, whatever it counts; 0 for what is none. */
export function amountOf(field: Field): number {
  if (typeof field.value === 'number') return field.value;
  const digits = /^([+-]?\d+)%?$/.exec(field.text)?.[1];
  return digits === undefined ? 0 : Number(digits);
}
