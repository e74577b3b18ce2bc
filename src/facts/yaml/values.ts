import { composeYaml } from './composer.ts';
import { decodeNode } from './decode.ts';
import { YamlError } from './nodes.ts';
import { splitDocuments } from './split.ts';

/**
 * The values of the documents of a text as kubectl reads them (YAML 1.1 as go-yaml has it, through sigs.k8s.io/yaml), each read when it is asked for;
 * documents that hold nothing are left out. Of a key that stands twice the last one counts. Throws YamlError with an offset in the text.
 */
export function* yamlValues(text: string): Generator<unknown> {
  for (const { text: piece, base } of splitDocuments(text)) {
    const node = composeYaml(piece, base);
    if (node) yield decodeNode(node).value;
  }
}

/** `pods.yaml:3`: where a text could not be read; the file alone where the error does not tell. */
export function placeOfError(error: unknown, text: string, file: string): string {
  if (!(error instanceof YamlError)) return file;
  return `${file}:${text.slice(0, error.start).split(/\r\n?|\n/).length}`;
}
