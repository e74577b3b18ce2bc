/** What an error of the YAML means, by the words of libyaml and go-yaml. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /at most \d+ are read at once/,
    'No object of Kubernetes is that large. Part a long List into several, or into documents with --- between them: these are read one after the other.',
  ],
  [
    /tab character|cannot start any token/,
    'A tab, or a character that no plain text may start with (% @ ` |), stands where a value or indentation should be. YAML is indented with spaces; put such a text in quotes.',
  ],
  [
    /mapping values are not allowed/,
    'A colon with a blank behind it starts a value where none may be: the line is indented wrongly, or a text with ": " in it needs quotes.',
  ],
  [
    /did not find expected key|could not find expected ':'/,
    'A line is indented differently from the fields that it should stand among, or its key has no colon.',
  ],
  [
    /expected '-' indicator|block sequence entries/,
    'An item of a list is indented differently from the others, or a field stands among them.',
  ],
  [/expected ',' or/, 'A list in brackets or a mapping in braces is not closed, or a comma is missing.'],
  [/expected node content/, 'A value is missing where one has to be.'],
  [/unexpected end of stream|unexpected document indicator/, 'A text in quotes is never closed.'],
  [
    /unknown escape|hexadecimal number|Unicode character/,
    'In double quotes a backslash starts an escape; write it twice, or use single quotes.',
  ],
  [/unknown anchor/, 'An alias (*) names an anchor (&) that is not defined above it in this document.'],
  [/contains itself/, 'An alias stands inside of what its own anchor marks.'],
  [
    /excessive aliasing/,
    'Aliases of aliases multiply to more than any object can hold; kubectl refuses such a document to protect itself.',
  ],
  [/map merge requires/, 'A merge key (<<) takes a mapping or a list of mappings.'],
  [
    /invalid map key/,
    'Braces or brackets stand where a key should be. Braces around a template expression need rendering first, or quotes.',
  ],
  [/unsupported map key/, 'A key is null; put it in quotes.'],
  [/control characters/, 'The text contains a character that YAML forbids, such as a NUL byte.'],
  [/invalid UTF-8/, 'The text is not UTF-8; save it as such.'],
  [/max depth/, 'It is nested more deeply than any object of Kubernetes.'],
  [/incompatible YAML document/, 'kubectl reads YAML 1.1 only; take the %YAML line away.'],
  [
    /expected <document start>/,
    'Behind the end of the document there is more, often because its lines are indented less than the first; kubectl would drop it without a word.',
  ],
  [/cannot decode/, 'The tag (!!) in front of the value names a type that it does not have.'],
];

/** The explanation of an error, one or two sentences. */
export function yamlErrorMeaning(message: string): string {
  return (
    meanings.find(([pattern]) => pattern.test(message))?.[1] ??
    'The document cannot be read, so nothing in it can be applied.'
  );
}
