import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { folderHidden, plainPath, programHidden } from '../kit/hiding-words.ts';
import { advise } from '../kit/remedies.ts';

export const mountConflict = defineRule({
  id: 'mount-conflict',
  title: 'A mount hides another one, or files that the container needs',
  topic: 'configuration',
  severity: 'error',
  verdict: 'failing',
  stage: 'start',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    for (const container of spec.containers) {
      yield* samePath(container);
      const hiding = [...programHidden(container, spec.spec, bundle, subject.namespace)];
      yield* hiding;
      if (hiding.length === 0) yield* folderHidden(container, spec.spec);
    }
  },
});

/** `/data` and `/data/` are one folder; the API server compares the texts and takes both. */
function* samePath(container: ContainerSpec): Generator<Observation> {
  const mounts = container.spec.volumeMounts ?? [];
  for (const [index, { name, mountPath }] of mounts.entries()) {
    if (!mountPath) continue;
    const before = mounts
      .slice(0, index)
      .findIndex((one) => one.mountPath !== mountPath && plainPath(one.mountPath) === plainPath(mountPath));
    const first = mounts[before];
    if (!first || first.name === name) continue;
    const path = `${container.path}.volumeMounts[${index}].mountPath`;
    yield {
      container,
      detail: 'same-path',
      severity: 'warning',
      stage: 'running',
      title: `${container.name} mounts ${first.name} and ${name} on ${plainPath(mountPath)}`,
      explanation: `${first.mountPath} and ${mountPath} are the same folder. The one that is mounted later covers the other, so ${container.name} sees the files of one volume only.`,
      evidence: [
        fieldEvidence('spec', `${container.path}.volumeMounts[${before}]`, `${first.name} on ${first.mountPath}`),
        fieldEvidence('spec', path, `${name} on ${mountPath}`),
      ],
      remedies: [
        advise(
          `Mount one of them in a folder of its own`,
          'two volumes cannot share a folder; a projected volume can join ConfigMaps and Secrets in one',
        ),
      ],
      path,
    };
  }
}
