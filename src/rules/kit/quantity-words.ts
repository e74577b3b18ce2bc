import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import type { ResourceList } from '../../core/kubernetes.ts';
import type { Fix, LintStage } from '../../core/manifest.ts';
import type { QuantityDoubt } from '../../facts/quantity-doubt.ts';
import { formatQuantity, quantityOf } from '../../facts/quantity.ts';
import { fieldEvidence } from './evidence.ts';
import { advise } from './remedies.ts';

/** Where an amount stands. */
export type Role = 'requests' | 'limits' | 'sizeLimit';

/** What is to be said of an amount that can hardly be meant. `list` is what stands beside it. */
export function quantityObservation(
  doubt: QuantityDoubt,
  role: Role,
  listPath: string,
  list: ResourceList | undefined,
  container?: ContainerSpec,
): Observation {
  const { kind, resource, text, meant } = doubt;
  const path = role === 'sizeLimit' ? `${listPath}.sizeLimit` : `${listPath}["${resource}"]`;
  const field = role === 'sizeLimit' ? 'sizeLimit' : `${resource} ${role.slice(0, -1)}`;
  const owner = container ? ` of ${container.name}` : role === 'sizeLimit' ? '' : ' of the pod';
  const fix = fixOf(doubt, path, listPath, list);
  return {
    ...(container ? { container } : {}),
    detail: kind,
    title: `the ${field}${owner} is ${amountText(doubt)}`,
    explanation: explanationOf(doubt, role, list),
    evidence: [fieldEvidence('spec', path.replace(/\["([^"]+)"\]/, '.$1'), text)],
    remedies: [
      advise(
        meant ? `Write ${meant.text} if that is what is meant` : 'Write the amount with the unit that is meant',
        'bytes are written with Ki, Mi, Gi (or k, M, G), thousandths of a processor with m',
      ),
    ],
    path,
    ...(fix ? { fix } : {}),
    ...weightOf(doubt, role),
  };
}

function amountText({ kind, resource, text, value }: QuantityDoubt): string {
  if (kind === 'milli-bytes') return `${text}, which is ${text.slice(0, -1)} thousandths of a byte`;
  if (kind === 'tiny-memory')
    return isBare(text)
      ? `${text}, which is ${text} ${text === '1' ? 'byte' : 'bytes'}`
      : `${text}, too little for any program`;
  if (kind === 'huge-memory') return `${text}, ${formatQuantity(value, 'memory')}`;
  if (kind === 'tiny-cpu') return `${text}, less than a thousandth of a processor`;
  const cores = (value / quantityOf(1)).toString();
  return `${text}, which is ${cores} processors${kind === 'swapped' ? `: ${resource} and memory are swapped` : ''}`;
}

const milliBytes = 'm stands for thousandths, and a byte has none. ';

/** A number without a unit. */
function isBare(text: string): boolean {
  return /^[\d.]+$/.test(text);
}

function explanationOf({ kind, text }: QuantityDoubt, role: Role, list: ResourceList | undefined): string {
  if (kind === 'swapped')
    return `cpu says ${text} and memory says ${memoryOf(list)}: each can only be meant for the other. No node has that many processors.`;
  if (kind === 'milli-bytes' || kind === 'tiny-memory') {
    const unit = kind === 'milli-bytes' ? milliBytes : isBare(text) ? 'A number without a unit counts bytes. ' : '';
    if (role === 'limits')
      return `${unit}With a limit of so little the container is killed before its program has started.`;
    if (role === 'sizeLimit') return `${unit}The first file in the volume is over the limit, and the pod is evicted.`;
    return `${unit}It is as if nothing was requested: whatever the container uses is above its request, and it is evicted among the first.`;
  }
  if (kind === 'huge-memory')
    return 'No machine has that much memory. As a request it fits no node, as a limit it is none.';
  if (kind === 'tiny-cpu')
    return 'Kubernetes counts cpu in thousandths of a processor and rounds this up to 1m, next to nothing.';
  const bytes =
    kind === 'cpu-in-bytes'
      ? 'Ki, Mi and Gi multiply: they are meant for bytes. '
      : 'A number without m counts whole processors. ';
  return `${bytes}${role === 'requests' ? 'No node has that many, so the pod stays pending.' : 'As a limit that is none, and where the request is not set it is taken for the request, which fits no node.'}`;
}

function memoryOf(list: ResourceList | undefined): string | number {
  return list?.['memory'] ?? '';
}

function fixOf(
  { kind, meant, text }: QuantityDoubt,
  path: string,
  listPath: string,
  list: ResourceList | undefined,
): Fix | undefined {
  if (!meant?.certain) return undefined;
  if (kind !== 'swapped')
    return { description: `Write ${meant.text}`, edits: [{ kind: 'set', path, value: meant.text }] };
  return {
    description: 'Swap the amounts of cpu and memory',
    edits: [
      { kind: 'set', path, value: memoryOf(list) },
      { kind: 'set', path: `${listPath}["memory"]`, value: text },
    ],
  };
}

/** A limit under which nothing starts and a request that no node holds are nearly certain to fail. */
function weightOf({ kind }: QuantityDoubt, role: Role): { severity?: 'error' | 'advice'; stage?: LintStage } {
  if (kind === 'tiny-cpu') return { severity: 'advice', stage: 'advice' };
  if (kind === 'milli-bytes' || kind === 'tiny-memory')
    return role === 'limits' ? { severity: 'error', stage: 'start' } : {};
  return role === 'requests' ? { severity: 'error', stage: 'pending' } : {};
}
