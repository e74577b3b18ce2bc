import { formatQuantity } from '../quantity.ts';
import { containerTotals } from './container-totals.ts';
import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { qualifiedName, type Fault } from './names.ts';
import type { Problems } from './problems.ts';
import { isHugePages, milliOf } from './resource-names.ts';
import { validateRequirements } from './resources.ts';

/** spec.resources, the pod's own (validatePodResources). */
export function validatePodResources({ problems: list, has }: Context, spec: Field): void {
  const resources = spec.child('resources');
  if (!resources.isSet || !has('podLevelResources')) return;
  const problems = list.within('resources-invalid');
  if (spec.at('os', 'name').text === 'windows') {
    problems.forbidden(resources, 'Resources of the pod as a whole do not exist on Windows.');
    return;
  }
  const claims = resources.child('claims');
  if (claims.isSet) problems.forbidden(claims, 'Claims are made by containers.');
  validateRequirements(list, resources, podResource, undefined);
  compareWithContainers(problems, spec, resources);
}

function podResource(name: string): Fault | undefined {
  const fault = qualifiedName(name);
  if (fault) return fault;
  if (name === 'cpu' || name === 'memory' || isHugePages(name)) return undefined;
  return { says: 'is not one that pods have', allowed: 'A pod as a whole has cpu, memory and hugepages-SIZE.' };
}

/** The pod must have room for what its containers ask for together, and for the limit of each (validatePodResourceConsistency). */
function compareWithContainers(problems: Problems, spec: Field, resources: Field): void {
  const compare = (which: 'requests' | 'limits', applies: (name: string) => boolean): void => {
    const total = containerTotals(spec, which);
    for (const [name, amount] of resources.child(which).entries()) {
      const [own, needed] = [milliOf(amount.value), total.get(name)];
      if (own === undefined || needed === undefined || needed <= own || !applies(name)) continue;
      const sum = formatQuantity(needed, name, 'up');
      problems.invalid(amount, {
        says: `is less than the ${which} of its containers`,
        allowed: `Together they have ${sum}.`,
      });
    }
  };
  compare('requests', () => true);
  compare('limits', isHugePages);
  compareLimits(problems, spec, resources);
}

function compareLimits(problems: Problems, spec: Field, resources: Field): void {
  const limits = new Map(resources.child('limits').entries());
  for (const [index, container] of spec.child('containers').items().entries()) {
    for (const [name, limit] of container.at('resources', 'limits').entries()) {
      const [own, most] = [milliOf(limit.value), milliOf(limits.get(name)?.value)];
      if (own === undefined || most === undefined || own <= most) continue;
      const at = limit.named(`${resources.path}.containers[${index}][${name}].limits`);
      problems.invalid(at, {
        says: 'exceeds the limit of the pod',
        allowed: `The pod as a whole may use ${String(limits.get(name)?.value)}.`,
      });
    }
  }
}
