import { defineRule } from '../../core/rule.ts';
import { missingReferences } from '../../facts/missing-references.ts';
import { secretMissing as foresee } from '../foresee/secret-missing.ts';
import { missingObject } from '../kit/missing-object.ts';

export const secretMissing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['references', 'events'],
  foresee,

  *check({ status, references, events, subject, now }) {
    for (const missing of missingReferences(status, references, events, now)) {
      if (missing.kind === 'Secret' && missing.key === undefined) yield missingObject(missing, subject);
    }
  },
});
