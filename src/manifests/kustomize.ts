import { decodeNode } from '../facts/yaml/decode.ts';
import { YamlError } from '../facts/yaml/nodes.ts';
import { composeYaml } from '../facts/yaml/composer.ts';

/** Paths of the files that a kustomization uses as patches: parts of objects, which nobody applies as they are. */
export function patchesOf(text: string): string[] {
  let value: unknown;
  try {
    const node = composeYaml(text);
    value = node ? decodeNode(node).value : undefined;
  } catch (error) {
    if (error instanceof YamlError) return [];
    throw error;
  }
  const lists = [
    'patches',
    'patchesStrategicMerge',
    'patchesJson6902',
    'replacements',
    'transformers',
    'configurations',
  ];
  return lists.flatMap((field) => listAt(value, field)).flatMap(pathIn);
}

function listAt(value: unknown, field: string): unknown[] {
  const list = isMapping(value) ? value[field] : undefined;
  return Array.isArray(list) ? list : [];
}

/** An inline patch is a text as well, of several lines. */
function pathIn(item: unknown): string[] {
  const path = isMapping(item) ? item['path'] : item;
  return typeof path === 'string' && !path.includes('\n') ? [path] : [];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
