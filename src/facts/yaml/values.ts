import { composeYaml } from './composer.ts';
import { decodeNode } from './decode.ts';
import { splitDocuments } from './split.ts';

/**
 * The values of the documents of a text as kubectl reads them (YAML 1.1 as go-yaml has it, through sigs.k8s.io/yaml); documents that hold nothing are left out.
 * Of a key that stands twice the last one counts. Throws YamlError with an offset in the text.
 */
export function yamlValues(text: string): unknown[] {
  return [...splitDocuments(text)].flatMap(({ text: piece, base }) => {
    const node = composeYaml(piece, base);
    return node ? [decodeNode(node).value] : [];
  });
}

/** The line of a text, from 1, in which an offset lies. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n?|\n/).length;
}
