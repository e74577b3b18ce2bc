import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

interface Platform {
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
  readonly selector: {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values: string[] }[];
  };
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { name: string };
  readonly spec: { version: string; shortDescription: string; description: string; platforms: Platform[] };
}

/** What krew's validator refuses in a plugin manifest, one sentence each. */
function problems(manifest: Manifest, fileName: string): string[] {
  const { apiVersion, kind, metadata, spec } = manifest;
  const found: string[] = [];
  if (apiVersion !== 'krew.googlecontainertools.github.com/v1alpha2') found.push('apiVersion');
  if (kind !== 'Plugin') found.push('kind');
  if (!/^[\w-]+$/.test(metadata.name) || fileName !== `${metadata.name}.yaml`) found.push('name');
  if (!/^v\d+\.\d+\.\d+(-[\w.]+)?$/.test(spec.version)) found.push('version');
  if (!spec.shortDescription || spec.shortDescription.length > 50 || /[.\n]$|kube/i.test(spec.shortDescription)) {
    found.push('shortDescription');
  }
  if (spec.description.split('\n').some((line) => line.length > 80)) found.push('description');
  if (spec.platforms.length === 0) found.push('platforms');
  for (const platform of spec.platforms) {
    if (!/^https?:\/\//.test(platform.uri)) found.push('uri');
    if (!/^[0-9a-f]{64}$/.test(platform.sha256)) found.push('sha256');
    if (!platform.bin) found.push('bin');
    const keys = [
      ...Object.keys(platform.selector.matchLabels ?? {}),
      ...(platform.selector.matchExpressions ?? []).map(({ key }) => key),
    ];
    if (keys.length === 0 || keys.some((key) => key !== 'os' && key !== 'arch')) found.push('selector');
  }
  return found;
}

describe('the krew manifest', () => {
  const manifest = parse(readFileSync(join(root, 'krew/podlife.yaml'), 'utf8')) as Manifest;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  test('is one that krew takes', () => {
    expect(problems(manifest, 'podlife.yaml')).toEqual([]);
  });

  test('has the version of the package and the launcher as its entry', () => {
    expect(manifest.spec.version).toBe(`v${version}`);
    for (const { bin } of manifest.spec.platforms) expect(existsSync(join(root, bin))).toBe(true);
  });

  test.each([
    ['apiVersion', { ...manifest, apiVersion: 'krew/v1' }],
    ['name', { ...manifest, metadata: { name: 'pod life' } }],
    ['version', { ...manifest, spec: { ...manifest.spec, version: '0.1.0' } }],
    ['shortDescription', { ...manifest, spec: { ...manifest.spec, shortDescription: 'Explain Kubernetes pods' } }],
    ['platforms', { ...manifest, spec: { ...manifest.spec, platforms: [] } }],
  ])('is refused with a wrong %s', (what, broken) => {
    expect(problems(broken, 'podlife.yaml')).toContain(what);
  });
});
