import type { ContainerSpec } from '../../core/evidence.ts';
import type { ObjectMeta, Volume } from '../../core/kubernetes.ts';
import type { BundleFacts } from '../../core/manifest.ts';
import { defineRule, staysRunning } from '../../core/rule.ts';
import { objectsOfKind } from '../../facts/bundle.ts';
import { volumeText } from '../../facts/program.ts';
import { listText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const subPathNoUpdate = defineRule({
  id: 'sub-path-no-update',
  title: 'A file mounted by subPath is never updated in place',
  topic: 'configuration',
  severity: 'advice',
  verdict: 'healthy',
  stage: 'advice',
  needs: ['spec'],
  mayUse: ['workload', 'bundle'],

  *check({ spec, workload, bundle, subject }) {
    // What ends soon reads its files once, and what is rolled out with every change needs no update.
    if ((spec.spec.restartPolicy ?? 'Always') !== 'Always' || ['Job', 'CronJob'].includes(subject.workload.kind))
      return;
    if ([spec.metadata, workload?.object.metadata].some(rollsOnChange)) return;
    for (const container of spec.containers.filter(({ kind }) => staysRunning(kind))) {
      for (const volume of spec.spec.volumes ?? []) {
        if (!changes(volume, bundle, subject.namespace)) continue;
        const mounts = mountsBySubPath(container, volume.name);
        const [first] = mounts;
        if (!first) continue;
        const files = mounts.map(({ mountPath }) => mountPath);
        yield {
          container,
          title: `${listText(files.slice(0, 3))}${files.length > 3 ? ` and ${files.length - 3} more` : ''} in ${container.name} ${files.length === 1 ? 'does' : 'do'} not follow changes of ${volumeText(volume)}`,
          explanation: `Mounted by subPath, a file keeps the content it had when ${container.name} was started; without subPath the kubelet brings changes within about a minute.`,
          evidence: mounts.map(({ path, subPath }) => fieldEvidence('spec', path, `subPath ${subPath}`)),
          remedies: [
            advise(
              `Mount the whole of ${volumeText(volume)} in a folder of its own if ${container.name} reads changes while it runs`,
              'only whole volumes are updated',
            ),
            advise(
              'Or let a change roll out: a name with a hash of the content, or a checksum annotation on the pod template',
              'new pods read the new content, and a bad one stops the rollout',
            ),
          ],
          path: `${first.path}.subPath`,
        };
      }
    }
  },
});

interface SubPathMount {
  readonly mountPath: string;
  readonly subPath: string;
  readonly path: string;
}

function mountsBySubPath({ spec, path }: ContainerSpec, volume: string): SubPathMount[] {
  return (spec.volumeMounts ?? []).flatMap(({ name, mountPath, subPath }, index) =>
    name === volume && subPath && mountPath ? [{ mountPath, subPath, path: `${path}.volumeMounts[${index}]` }] : [],
  );
}

/** A checksum of the content, or a controller that restarts pods on a change. */
function rollsOnChange(metadata: ObjectMeta | undefined): boolean {
  return Object.keys(metadata?.annotations ?? {}).some((key) =>
    /checksum|hash|sha256|reloader|config-?version|wave\.pusher/i.test(key),
  );
}

/** Whether the content may change under the same name: not if the name holds a hash of it, or it is immutable. */
function changes(volume: Volume, bundle: BundleFacts | undefined, namespace: string): boolean {
  const [kind, name] = volume.configMap ? ['ConfigMap', volume.configMap.name] : ['Secret', volume.secret?.secretName];
  if (!name || hashed.test(name)) return false;
  const object = objectsOfKind(bundle, kind, namespace).find((one) => one.metadata?.name === name);
  return object?.['immutable'] !== true;
}

/** The end that kustomize gives to names it generates (ten of its letters), or a longer hexadecimal one. */
const hashed = /-(?=[a-z]*\d)[bcdfghkmt2456789]{10}$|-[0-9a-f]{8,}$/;
