import type { KubeNode } from '../../core/kubernetes.ts';
import type { Lookup } from '../../core/lookup.ts';
import { valueOf } from '../../core/lookup.ts';
import { defineRule } from '../../core/rule.ts';
import { startFailures } from '../../facts/start-failure.ts';
import { parseImageReference } from '../../facts/image-reference.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { nodeText } from '../kit/node-words.ts';
import { imageRemedies, pullObservation, troublesWith, waiters } from '../kit/pull.ts';
import { advise, changePod, look } from '../kit/remedies.ts';
import { startEvidence } from '../kit/start.ts';

export const imagePlatformMismatch = defineRule({
  id: 'image-platform-mismatch',
  title: 'The image is not made for the platform of the node',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'logs', 'node', 'owner'],

  *check(facts) {
    const { status, events, node, owner, subject } = facts;
    const name = nodeText(status);
    const platform = platformOf(node);
    const where = platform === undefined ? name : `${name} (${platform})`;
    const wanted = platform ?? 'the platform of the node';
    const other = otherArchitecture(node);
    const evidence = platform === undefined ? [] : [fieldEvidence('node', 'status.nodeInfo', platform)];
    for (const trouble of troublesWith('platform', status, events)) {
      const { image } = trouble;
      const common = pullObservation(trouble);
      yield {
        ...common,
        evidence: [...common.evidence, ...evidence],
        title: `image ${image} of ${waiters(trouble)} has no build for ${where}`,
        explanation: `The registry has ${image}, but not for the operating system and processor of ${where}.`,
        remedies: [
          advise(
            `Build and push ${image} for ${wanted} as well (docker buildx build --platform)`,
            'one name may hold a build for each platform',
          ),
          ...inspect(image),
          ...imageRemedies(subject, trouble, owner),
        ],
      };
    }
    for (const failure of startFailures(facts)) {
      if (failure.kind !== 'exec-format') continue;
      const { container, path, confidence } = failure;
      const image = container.spec.image ?? 'its image';
      const script = path !== undefined && /\.(sh|bash|py|rb|pl|js)$/.test(path);
      yield {
        container: { name: container.name, kind: container.kind },
        detail: 'exec-format-error',
        ...(script ? { confidence: 'likely' } : { confidence }),
        title: `${containerText(container)} cannot be executed on ${where}: exec format error`,
        explanation:
          `The kernel of ${where} refuses to run ${path ?? 'the program'} of ${image} (exec format error): ` +
          (script
            ? 'a script without a #! line gives that, or a program that is built for another processor.'
            : 'it is built for another processor. Without an index of platforms in the registry such an image is pulled all the same.'),
        evidence: [...startEvidence(failure), fieldEvidence('spec', `${container.path}.image`, image), ...evidence],
        remedies: [
          ...(script
            ? [
                advise(
                  `Put a line such as #!/bin/sh at the top of ${path}`,
                  'the kernel looks there for the interpreter',
                ),
              ]
            : []),
          advise(
            `Build ${image} for ${wanted} (docker buildx build --platform)`,
            'the processor has to be that of the node',
          ),
          ...inspect(image),
          ...(other === undefined
            ? []
            : [
                changePod(
                  subject,
                  ['nodeSelector'],
                  { 'kubernetes.io/arch': other },
                  {
                    action: `Or let it run on ${other} nodes, if that is what the image is built for`,
                    why: 'the scheduler does not look at what an image is built for',
                  },
                ),
              ]),
        ],
      };
    }
  },
});

function platformOf(node: Lookup<KubeNode> | undefined): string | undefined {
  const info = valueOf(node)?.status?.nodeInfo;
  return info?.operatingSystem && info.architecture ? `${info.operatingSystem}/${info.architecture}` : undefined;
}

function otherArchitecture(node: Lookup<KubeNode> | undefined): string | undefined {
  const architecture = valueOf(node)?.status?.nodeInfo?.architecture;
  return architecture === 'amd64' ? 'arm64' : architecture === 'arm64' ? 'amd64' : undefined;
}

function inspect(image: string): ReturnType<typeof look>[] {
  if (!parseImageReference(image)) return [];
  return [
    look('See for which platforms it is built', 'an index lists them', [
      'docker',
      'buildx',
      'imagetools',
      'inspect',
      image,
    ]),
  ];
}
