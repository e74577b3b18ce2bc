import { describe, expect, test } from '@jest/globals';
import { templatedText, templateNear } from '../../src/manifests/templating.ts';

describe('templateNear', () => {
  test.each<[string, string, string | undefined]>([
    ['an expression on the line of the error', 'a: b\nc: {{ x }}\n', '{{ x }}'],
    ['one of Helm elsewhere', '{{- if .Values.x }}\nc: !\n', '{{- if .Values.x }}'],
    ['not one of something else elsewhere', 'a: |\n  {{ x }}\nc: !\n', undefined],
    ['not one in a comment', 'c: # {{ .Values.x }}\n', undefined],
    ['not one in quotes', 'a: "{{ .Values.x }}"\nc: !\n', undefined],
    ['not one that does not end on its line', 'c: {{ .Values.x\n}}\n', undefined],
  ])('%s', (_name, text, expected) => {
    expect(templateNear(text, text.indexOf('c:'))?.expression).toBe(expected);
  });

  test.each([
    ['{{ include "x" . }}', 'Helm'],
    ['{% for a in b %}', 'Jinja'],
    ['<%= a %>', 'ERB'],
    ['{{ a }}', ''],
  ])('%s is of %s', (text, language) => {
    expect(templateNear(text, 0)?.language).toBe(language);
  });
});

describe('templatedText', () => {
  test.each<[string, unknown, string | undefined]>([
    ['a name', { metadata: { name: '{{ a }}' } }, '{{ a }}'],
    ['a variable in a name', { metadata: { name: 'a-${B}' } }, 'a-${B}'],
    ['a key', { metadata: { labels: { '{{ a }}': 'b' } } }, '{{ a }}'],
    ['an image in a list', { spec: [{ image: '{{ a }}' }] }, '{{ a }}'],
    ['not data', { data: { a: '{{ b }}' } }, undefined],
    [
      'not arguments',
      { spec: { containers: [{ args: ['{{ a }}'], env: [{ name: 'A', value: '{{ b }}' }] }] } },
      undefined,
    ],
    ['not a variable elsewhere', { spec: { image: '${B}' } }, undefined],
  ])('%s', (_name, object, expected) => {
    expect(templatedText(object)).toBe(expected);
  });
});
