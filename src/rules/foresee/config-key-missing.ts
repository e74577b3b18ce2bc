import { defineForesight } from '../../core/rule.ts';
import { missingKeys } from '../../facts/bundle-references.ts';
import { similarNames } from '../../facts/similar.ts';
import { missingKeyTexts, useText } from '../kit/dangling.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const configKeyMissing = defineForesight({
  of: {
    id: 'config-key-missing',
    title: 'A key that the pod needs is not in its ConfigMap or Secret',
    topic: 'preparation',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload }) {
    for (const { reference, keys } of missingKeys(spec, bundle, workload.namespace)) {
      const { kind, name, key, path, via, container } = reference;
      const [near] = similarNames(key, keys);
      const { title, has } = missingKeyTexts({ kind, name, key }, keys, near);
      const use = useText(reference);
      yield {
        ...(container ? { container } : {}),
        path: via === 'env' ? `${path}.key` : path,
        title: `${title}, and ${use} needs it`,
        explanation:
          `${has} ` +
          (via === 'volume'
            ? 'A volume that asks for a key which is not there cannot be mounted, so the pod stays in ContainerCreating.'
            : `The kubelet does not start ${container ? `container ${container.name}` : 'the container'} without it: CreateContainerConfigError.`),
        evidence: [
          fieldEvidence('spec', path, `key ${key} of ${kind} ${name}`),
          fieldEvidence('reference', `${kind}/${name}`, `keys: ${keys.join(', ')}`),
        ],
        remedies: [
          ...(near ? [advise(`Ask for the key ${near}`, `${kind} ${name} has it`)] : []),
          advise(`${near ? 'Or add' : 'Add'} the key ${key} to ${kind} ${name}`, 'the pod expects it'),
        ],
      };
    }
  },
});
