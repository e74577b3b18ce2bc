import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parseObjects } from '../../src/dump/parse.ts';

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
const parse = (text: string | Buffer): ReturnType<typeof parseObjects> => parseObjects(Buffer.from(text), 'x.json');

describe('what kubectl prints is read', () => {
  test.each([
    ['one object', JSON.stringify(pod)],
    ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod] })],
    [
      'a typed list whose items have no kind',
      JSON.stringify({ kind: 'PodList', items: [{ metadata: { name: 'a' } }] }),
    ],
    ['lists within lists', JSON.stringify({ kind: 'List', items: [{ kind: 'PodList', items: [pod] }] })],
    ['an array', JSON.stringify([pod])],
    ['YAML', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n'],
    ['YAML documents with empty ones between', '---\n---\nkind: Pod\nmetadata: {name: a}\n---\n'],
    ['JSON with a byte order mark', `\ufeff${JSON.stringify(pod)}`],
    ['JSON with CRLF', JSON.stringify(pod, undefined, 2).replace(/\n/g, '\r\n')],
  ])('%s', (_what, text) => {
    const [object, ...more] = parse(text);
    expect(more).toEqual([]);
    expect(object).toMatchObject({ kind: 'Pod', metadata: { name: 'a' } });
  });

  test('gzip and UTF-16', () => {
    expect(parse(gzipSync(JSON.stringify(pod)))).toMatchObject([pod]);
    expect(parse(Buffer.from(`\ufeff${JSON.stringify(pod)}`, 'utf16le'))).toMatchObject([pod]);
  });

  test('several JSON objects in a row', () => {
    const text = `${JSON.stringify(pod, undefined, 2)}\n${JSON.stringify({ ...pod, metadata: { name: 'b' } }, undefined, 2)}\n`;
    expect(parse(text).map(({ metadata }) => metadata?.name)).toEqual(['a', 'b']);
  });
});

describe('values of Secrets do not get in', () => {
  test('data, stringData and the annotation that repeats them are blanked, keys stay', () => {
    const secret = {
      kind: 'Secret',
      metadata: {
        name: 's',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"aHVudGVyMg=="}' },
      },
      data: { password: 'aHVudGVyMg==' },
      stringData: { user: 'hunter2' },
    };
    const [read] = parse(JSON.stringify(secret));
    expect(JSON.stringify(read)).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(read).toMatchObject({ data: { password: '' }, stringData: { user: '' } });
  });
});

/** Each line holds the one before it nine times. */
function aliases(depth: number): string {
  const lines = Array.from({ length: depth }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`);
  return `a0: &a0 [x]\n${lines.join('')}`;
}

describe('what is not is refused in one sentence', () => {
  test.each([
    ['', /x\.json is empty/],
    ['{"kind": "Pod",', /^x\.json:1: not valid JSON/],
    ['{\n"kind": "Pod",\n"a": }', /^x\.json:3: not valid JSON/],
    ['kind: Pod\nmetadata: [a\n', /^x\.json:\d+: not valid YAML/],
    ['just words', /holds "just words" where a Kubernetes object should be/],
    ['{"a": 1}', /holds no Kubernetes object/],
    [aliases(6), /^x\.json:\d+: not valid YAML: document contains excessive aliasing$/],
  ])('%j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  test('a broken archive', () => {
    expect(() => parse(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).toThrow(/cannot be unpacked/);
  });
});
