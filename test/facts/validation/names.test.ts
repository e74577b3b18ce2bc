import { describe, expect, test } from '@jest/globals';
import {
  configKey,
  dnsLabel,
  dnsSubdomain,
  envVarName,
  headerName,
  labelValue,
  namePrefix,
  portName,
  qualifiedName,
  searchDomain,
  type Format,
} from '../../../src/facts/validation/names.ts';

const a = (length: number): string => 'a'.repeat(length);
type Example = readonly [text: string, says: string | undefined];

const formats: Readonly<Record<string, readonly [Format, ...Example[]]>> = {
  'a DNS label': [
    dnsLabel,
    ['a', undefined],
    ['0-9', undefined],
    [a(63), undefined],
    [a(64), 'is too long'],
    ['a.b', 'contains dots'],
    ['-a', 'is not a DNS label'],
    ['A', 'is not a DNS label'],
    ['', 'is not a DNS label'],
  ],
  'a DNS name': [
    dnsSubdomain,
    ['a.b-c.0', undefined],
    [a(253), undefined],
    [a(254), 'is too long'],
    ['a..b', 'is not a DNS name'],
    ['a_b', 'is not a DNS name'],
  ],
  'a search domain': [
    searchDomain,
    ['_tcp.a_b.c', undefined],
    ['a-b.example.com', undefined],
    [a(254), 'is too long'],
    ['a_', 'is not a DNS name'],
    ['__a', 'is not a DNS name'],
    ['', 'is not a DNS name'],
  ],
  'a qualified name': [
    qualifiedName,
    ['A_b.c-1', undefined],
    ['example.com/A', undefined],
    ['a/b/c', "has more than one '/'"],
    ['/a', "has nothing before the '/'"],
    ['Example.com/a', "has no DNS name before the '/'"],
    ['example.com/', 'has no name'],
    ['', 'has no name'],
    [a(63), undefined],
    [a(64), 'is too long'],
    ['-a', 'is not a valid name'],
  ],
  'a label value': [
    labelValue,
    ['', undefined],
    ['A.b_c', undefined],
    [a(64), 'is too long'],
    ['a b', 'is not a label value'],
  ],
  'the name of a port': [
    portName,
    ['http-2', undefined],
    [a(15), undefined],
    [a(16), 'is too long for the name of a port'],
    ['Http', 'is not the name of a port'],
    ['8080', 'has no letter'],
    ['a--b', 'is not the name of a port'],
    ['-a', 'is not the name of a port'],
    ['a-', 'is not the name of a port'],
  ],
  'the name of a variable': [
    (text) => envVarName(text, true),
    ['a b/~', undefined],
    ['1', undefined],
    ['a=b', 'is not the name of a variable'],
    ['ä', 'is not the name of a variable'],
    ['a\tb', 'is not the name of a variable'],
  ],
  'the name of a variable before 1.32': [
    (text) => envVarName(text, false),
    ['_a.b-c1', undefined],
    ['1a', 'is not the name of a variable'],
    ['.', "begins with '..'"],
    ['..a', "begins with '..'"],
    ['.a', undefined],
  ],
  'a key of a ConfigMap': [
    configKey,
    ['.a_B-1', undefined],
    [a(253), undefined],
    [a(254), 'is too long'],
    ['a/b', 'is not a key'],
    ['.', 'is not a key'],
    ['..', 'is not a key'],
    ['..a', 'is not a key'],
  ],
  'the name of a header': [
    headerName,
    ['X-Forwarded-For', undefined],
    ['X_A', 'is not the name of an HTTP header'],
    ['', 'is not the name of an HTTP header'],
  ],
  'the beginning of a name': [
    (text) => namePrefix(text, dnsLabel),
    ['web-', undefined],
    ['web', undefined],
    ['web--', undefined],
    ['-', 'is not a DNS label'],
    ['-web-', 'is not a DNS label'],
  ],
};

describe.each(Object.entries(formats))('%s', (_name, [format, ...examples]) => {
  test.each(examples)('%p', (text, says) => {
    expect(format(text)?.says).toBe(says);
  });
});
