import type { Rule } from '../../core/rule.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateName } from './duplicate-name.ts';
import { fieldTooNew } from './field-too-new.ts';
import { ignoreWithoutEffect } from './ignore-without-effect.ts';
import { invalidValue } from './invalid-value.ts';
import { missingField } from './missing-field.ts';
import { removedApi } from './removed-api.ts';
import { selectorMismatch } from './selector-mismatch.ts';
import { unknownField } from './unknown-field.ts';
import { wrongType } from './wrong-type.ts';
import { yamlError } from './yaml-error.ts';

/** Rules of the topic, by id. */
export const documentRules: readonly Rule[] = [
  duplicateKey,
  duplicateName,
  fieldTooNew,
  ignoreWithoutEffect,
  invalidValue,
  missingField,
  removedApi,
  selectorMismatch,
  unknownField,
  wrongType,
  yamlError,
];
