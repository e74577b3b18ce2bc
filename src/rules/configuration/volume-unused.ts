import type { PodSpecFacts } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { Workload } from '../../core/kubernetes.ts';
import type { WorkloadFacts } from '../../core/manifest.ts';
import { defineRule } from '../../core/rule.ts';
import { nameOf } from '../../facts/metadata.ts';
import { volumeText } from '../../facts/program.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const volumeUnused = defineRule({
  id: 'volume-unused',
  title: 'A volume is declared and no container mounts it',
  topic: 'configuration',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],
  mayUse: ['workload'],

  *check({ spec, workload }) {
    const isUsed = usedVolumes(spec);
    for (const [index, volume] of (spec.spec.volumes ?? []).entries()) {
      if (!volume.name || isUsed(volume.name)) continue;
      const path = `${spec.path}.volumes[${index}]`;
      const claim = volume.persistentVolumeClaim ?? volume.ephemeral;
      yield {
        title: `volume ${volume.name} is mounted by no container`,
        explanation: claim
          ? 'The kubelet leaves it out, but the scheduler does not: the pod waits for the claim to be bound and goes only where its volume is.'
          : 'The kubelet leaves it out, so it does nothing. Either a volumeMounts entry is missing, or the volume is left over.',
        evidence: [fieldEvidence('spec', path, volumeText(volume))],
        remedies: [
          advise(
            `Mount ${volume.name} where it is needed, or remove it`,
            'a volume that nobody mounts misleads the next reader',
          ),
        ],
        path: `${path}.name`,
      };
    }
    if (workload?.kind === 'StatefulSet') yield* unusedTemplates(workload, isUsed);
  },
});

/** Tells which volumes somebody uses: containers of any kind, and sidecars that an annotation tells an injector about. */
function usedVolumes({ containers, metadata }: PodSpecFacts): (name: string) => boolean {
  const used = new Set(
    containers.flatMap(({ spec: { volumeMounts = [], volumeDevices = [], env = [] } }) => [
      ...volumeMounts.map(({ name }) => name),
      ...volumeDevices.map(({ name }) => name),
      ...env.flatMap(({ valueFrom }) => valueFrom?.fileKeyRef?.volumeName ?? []),
    ]),
  );
  const annotations = Object.entries(metadata.annotations ?? {})
    .flatMap(([key, value]) => (key === 'kubectl.kubernetes.io/last-applied-configuration' ? [] : value))
    .join('\n');
  return (name) => used.has(name) || annotations.includes(name);
}

function* unusedTemplates({ object }: WorkloadFacts, isUsed: (name: string) => boolean): Generator<Observation> {
  const { volumeClaimTemplates = [] } = (object as Workload).spec ?? {};
  for (const [index, template] of volumeClaimTemplates.entries()) {
    const name = nameOf(template);
    if (name === '' || isUsed(name)) continue;
    const path = `spec.volumeClaimTemplates[${index}]`;
    yield {
      title: `volumeClaimTemplate ${name} is mounted by no container`,
      explanation:
        'Each pod gets a claim and a volume of its own for it, waits until they are bound, and never writes to them.',
      evidence: [fieldEvidence('spec', path, `claim ${name} for each pod`)],
      remedies: [
        advise(
          `Mount ${name} where the data is to be kept, or remove the template`,
          'data that should be there is lost with the pod',
        ),
      ],
      path: `${path}.metadata.name`,
      severity: 'warning',
      stage: 'running',
    };
  }
}
