import { defineRule } from '../../core/rule.ts';
import { missingReferences } from '../../facts/missing-references.ts';
import { configmapMissing as foresee } from '../foresee/configmap-missing.ts';
import { missingObject } from '../kit/missing-object.ts';

export const configmapMissing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['references', 'events'],
  foresee,

  *check({ status, references, events, subject, now }) {
    for (const missing of missingReferences(status, references, events, now)) {
      if (missing.kind === 'ConfigMap' && missing.key === undefined) yield missingObject(missing, subject);
    }
  },
});
