import type { ContainerSpec } from '../../core/evidence.ts';
import type { ContainerKind } from '../../core/finding.ts';

const nouns: Readonly<Record<ContainerKind, string>> = {
  app: 'container',
  init: 'init container',
  sidecar: 'sidecar',
  ephemeral: 'debug container',
};

/** `init container migrate`: a container as sentences name it. */
export function containerText({ kind, name }: Pick<ContainerSpec, 'kind' | 'name'>): string {
  return `${nouns[kind]} ${name}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.slice(-1).join('')}`;
}
