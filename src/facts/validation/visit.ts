import type { Field } from './field.ts';

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

/** Containers of every kind, in the order in which Kubernetes visits them. */
export function containersOfSpec(spec: Field): { readonly list: ContainerList; readonly field: Field }[] {
  const lists: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];
  return lists.flatMap((list) =>
    spec
      .child(list)
      .items()
      .map((field) => ({ list, field })),
  );
}
