import type { KubeObject } from '../core/kubernetes.ts';
import type { BundleFacts } from '../core/manifest.ts';
import { nameOf } from './metadata.ts';

const answers = new WeakMap<readonly KubeObject[], Map<string, boolean>>();

/**
 * Whether an object of the input installs a scheduler: a workload that is called so (in any namespace), or a configuration with a profile of that name. An input of
 * thousands of objects is searched once for each name.
 */
export function installsScheduler(bundle: BundleFacts | undefined, name: string): boolean {
  if (!bundle) return false;
  const known = answers.get(bundle.objects) ?? new Map<string, boolean>();
  answers.set(bundle.objects, known);
  const answer = known.get(name) ?? bundle.objects.some((object) => runs(object, name));
  known.set(name, answer);
  return answer;
}

function runs(object: KubeObject, name: string): boolean {
  const { kind } = object;
  if (kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet') {
    return String(nameOf(object)).includes(name);
  }
  if (kind !== 'ConfigMap') return false;
  const data = Object.values(typeof object['data'] === 'object' && object['data'] !== null ? object['data'] : {});
  return data.some((text) => typeof text === 'string' && text.includes(`schedulerName: ${name}`));
}
