import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { isKustomized } from '../../facts/env-references.ts';
import { parseImageReference } from '../../facts/image-reference.ts';
import { isInjected } from '../../facts/services.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const imageTagMoves = defineRule({
  id: 'image-tag-moves',
  title: 'The image tag moves, so that nobody knows what runs',
  topic: 'configuration',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle'],

  *check({ spec, bundle, subject }) {
    const built = (image: string): boolean => isKustomized(image, bundle, subject.namespace);
    for (const container of spec.containers) {
      const { image = '', imagePullPolicy } = container.spec;
      if (container.kind === 'ephemeral' || isInjected(container) || built(image)) continue;
      const moving = movingTag(image, imagePullPolicy, container.name, `${container.path}.image`);
      if (moving) yield { container, ...moving };
    }
    for (const [index, volume] of (spec.spec.volumes ?? []).entries()) {
      const { reference = '', pullPolicy } = volume.image ?? {};
      const path = `${spec.path}.volumes[${index}].image.reference`;
      const moving = built(reference) ? undefined : movingTag(reference, pullPolicy, `volume ${volume.name}`, path);
      if (moving) yield moving;
    }
  },
});

/** Tags that a build moves on by their meaning: branches and channels, not versions. */
const channels = new Set([
  'canary',
  'dev',
  'develop',
  'development',
  'edge',
  'head',
  'main',
  'master',
  'nightly',
  'snapshot',
  'trunk',
  'unstable',
]);

function isChannel(tag: string): boolean {
  const lower = tag.toLowerCase();
  return channels.has(lower) || lower.endsWith('-snapshot');
}

function movingTag(image: string, policy: string | undefined, user: string, path: string): Observation | undefined {
  const reference = parseImageReference(image);
  // A sidecar injector puts the image in place of `auto`.
  if (!reference || image === 'auto' || reference.digest !== undefined) return undefined;
  const { tag } = reference;
  const channel = tag !== undefined && tag !== 'latest';
  if (channel && !isChannel(tag)) return undefined;
  return {
    detail: tag === undefined ? 'no-tag' : channel ? 'channel' : 'latest',
    title:
      tag === undefined
        ? `image ${image} of ${user} has no tag, which means latest`
        : `image ${image} of ${user} is whatever ${tag} is at the moment`,
    explanation:
      'Pods of the same workload run different versions, depending on when they were made, a rollback brings back the tag and not the image, and a restart may be an upgrade.' +
      pulling(policy, channel),
    evidence: [fieldEvidence('spec', path, image)],
    remedies: [
      advise(
        'Name the version that was tested, best with its digest (name:version@sha256:…)',
        'then all pods run the same image, and a change of it is a change of the manifest',
      ),
    ],
    path,
    ...(channel ? { severity: 'advice' as const, confidence: 'likely' as const } : {}),
  };
}

/** What the pull policy adds; of IfNotPresent and Never on latest image-pull-policy tells. */
function pulling(policy: string | undefined, channel: boolean): string {
  if (policy === 'Always') return ' Every start also needs the registry (imagePullPolicy Always).';
  return channel ? ` With imagePullPolicy ${policy} each node keeps what it pulled first.` : '';
}
