import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** What the build of dist says of its bundles: the sources in each. */
const meta = JSON.parse(readFileSync(join(import.meta.dirname, '../../dist/meta.json'), 'utf8')) as {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
};

function sourcesOf(bundle: string): string[] {
  const [, output] = Object.entries(meta.outputs).find(([name]) => name.endsWith(`/${bundle}.cjs`)) ?? [];
  return Object.entries(output?.inputs ?? {}).flatMap(([name, { bytesInOutput }]) => (bytesInOutput > 0 ? [name] : []));
}

describe('the bundles', () => {
  test.each(['main', 'reading', 'lint'])('%s holds no code that talks to a cluster', (bundle) => {
    const sources = sourcesOf(bundle);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((name) => name.includes('@kubernetes/client-node'))).toEqual([]);
    expect(sources.filter((name) => /src\/kube\/(connect|client|transport)\.ts/.test(name))).toEqual([]);
  });

  test('a package that most runs do not need is a bundle of its own', () => {
    const outputs = Object.keys(meta.outputs).map((name) => name.replace(/^.*\/([\w-]+)\.cjs$/, '$1'));
    const holding = (part: string): string[] =>
      outputs.filter((name) => sourcesOf(name).some((source) => source.includes(part))).sort();
    expect(holding('node_modules/@kubernetes/client-node/')).toEqual(['proxy']);
    expect(holding('node_modules/yaml/')).toEqual(['yaml']);
    expect(holding('node_modules/chalk/')).toEqual(['chalk']);
    expect(holding('node_modules/string-width/')).toEqual(['string-width']);
    expect(holding('node_modules/cli-table3/')).toEqual(['reading']);
  });

  test('lint has no rule about live pods', () => {
    const live = /src\/rules\/(owner|scheduling|preparation|image|start|crash|readiness|node|termination|outcome)\//;
    expect(sourcesOf('lint').filter((name) => live.test(name))).toEqual([]);
    expect(sourcesOf('reading').filter((name) => live.test(name)).length).toBeGreaterThan(80);
  });

  test('lint has nothing of the connection, and explain nothing of reading manifests', () => {
    expect(sourcesOf('lint').filter((name) => /src\/(kube|dump)\//.test(name))).toEqual([]);
    // A few parts of the validation serve the defaults as well, which explain and fit apply.
    const heavy = /src\/(manifests\/|facts\/schema\/|facts\/validation\/(index|pod-spec|containers)|render\/lint\/)/;
    expect(sourcesOf('reading').filter((name) => heavy.test(name))).toEqual([]);
    expect(sourcesOf('main').filter((name) => /src\/rules\//.test(name) || heavy.test(name))).toEqual([]);
    expect(sourcesOf('lint').some((name) => heavy.test(name))).toBe(true);
  });
});
