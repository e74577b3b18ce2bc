import { defineRule } from '../../core/rule.ts';
import { plainSecret, type PlainSecret } from '../../facts/plain-secret.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

const titles: Readonly<Record<PlainSecret, string>> = {
  name: 'holds a secret in clear text',
  url: 'holds a URL with a password in clear text',
  key: 'holds a private key or token in clear text',
};

export const secretInPlain = defineRule({
  id: 'secret-in-plain',
  title: 'A secret stands in the manifest in clear text',
  topic: 'configuration',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],

  *check({ spec }) {
    for (const container of spec.containers) {
      for (const [index, variable] of (container.spec.env ?? []).entries()) {
        const kind = plainSecret(variable);
        if (!kind) continue;
        const path = `${container.path}.env[${index}]`;
        yield {
          container,
          detail: kind,
          title: `${variable.name} of ${container.name} ${titles[kind]}`,
          explanation:
            'Everybody who may read the workload or its repository reads it there, and it shows in kubectl describe. It can be changed only with a rollout.',
          evidence: [fieldEvidence('spec', `${path}.value`, 'a literal value, not shown')],
          remedies: [
            advise(
              `Put the value into a Secret and take ${variable.name} from it with valueFrom.secretKeyRef`,
              'a Secret has permissions of its own; one that was committed should be replaced as well',
            ),
          ],
          path: `${path}.name`,
        };
      }
    }
  },
});
